using System.Collections;
using System.Diagnostics;
using System.Globalization;
using DdRun.Instrumentation.Manifests;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.Activities;

/// <summary>What of an activity ends up on its span.</summary>
internal static class ActivityTags
{
    public const string Library = "otel.library.name";

    private const int MaxDepth = 4;
    private const string AnalyticsEvent = "_dd1.sr.eausr";

    public static void OnStart(Activity activity, Span span)
    {
        span.Store(Library, activity.Source.Name);
        if (activity.Source.Version is { Length: > 0 } version)
            span.Store("otel.library.version", version);
        if (activity.IdFormat == ActivityIdFormat.W3C)
            span.Store("otel.trace_id", activity.TraceId.ToHexString());
        span.Store("span.kind", KindOf(activity.Kind));
        span.Resource = activity.DisplayName;
    }

    public static void OnStop(Activity activity, Span span, ActivityRule? rule)
    {
        span.Resource = activity.DisplayName;
        span.Name = ActivityNames.Operation(activity);
        span.Type = ActivityNames.Type(activity);
        var status = activity.Status;
        var description = activity.StatusDescription;
        foreach (ref readonly var tag in activity.EnumerateTagObjects())
        {
            if (rule is not null && MappedActivity.LeavesOut(rule, tag.Key))
                continue;
            switch (tag.Key)
            {
                case "otel.status_code":
                    status = StatusOf(tag.Value, status);
                    break;
                case "otel.status_description":
                    description ??= tag.Value as string;
                    break;
                case "operation.name":
                    if (tag.Value is string { Length: > 0 } name)
                        span.Name = name.ToLowerInvariant();
                    break;
                case "service.name":
                    if (tag.Value is string { Length: > 0 } service)
                        span.Service = service;
                    break;
                case "http.response.status_code":
                    span.SetTag("http.status_code", Convert.ToString(tag.Value, CultureInfo.InvariantCulture));
                    break;
                case "analytics.event":
                    if (FlagOf(tag.Value) is { } isAnalyzed)
                        span.Store(AnalyticsEvent, BoxedNumbers.Box(isAnalyzed ? 1L : 0L));
                    break;
                default:
                    Add(span, tag.Key, tag.Value, 0);
                    break;
            }
        }
        var begun = span.Links is [var first, ..] ? first.TraceId : 0;
        foreach (ref readonly var link in activity.EnumerateLinks())
        {
            // The link that a trace of its own began with says the same in our ids.
            if (begun == 0 || ActivityParent.ToNumber(link.Context.TraceId) != begun)
                span.AddLink(LinkOf(link));
        }
        foreach (ref readonly var happened in activity.EnumerateEvents())
            AddEvent(span, happened);
        AddStatus(span, status, description);
        if (rule is not null)
            MappedActivity.Describe(activity, span, rule);
    }

    internal static void AddStatus(Span span, ActivityStatusCode status, string? description)
    {
        span.Store("otel.status_code", status switch
        {
            ActivityStatusCode.Ok => "STATUS_CODE_OK",
            ActivityStatusCode.Error => "STATUS_CODE_ERROR",
            _ => "STATUS_CODE_UNSET",
        });
        if (status != ActivityStatusCode.Error)
            return;
        span.Error = true;
        if (description is not { Length: > 0 })
            return;
        span.Store("otel.status_description", description);
        if (span.FindStored("error.message") is null)
            span.Store("error.message", description);
    }

    private static void AddEvent(Span span, in ActivityEvent happened)
    {
        span.AddEvent(happened.Name, happened.Tags, happened.Timestamp);
        if (happened.Name != "exception")
            return;
        foreach (var (key, value) in happened.Tags)
        {
            var tag = key switch
            {
                "exception.type" => "error.type",
                "exception.message" => "error.message",
                "exception.stacktrace" => "error.stack",
                _ => null,
            };
            if (tag is not null)
                span.SetTag(tag, value);
        }
    }

    private static SpanLink LinkOf(in ActivityLink link)
    {
        Dictionary<string, string>? attributes = null;
        foreach (var (key, value) in link.Tags ?? [])
            (attributes ??= [])[key] = value is bool flag ? flag ? "true" : "false" : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        var context = link.Context;
        return new SpanLink(
            ActivityParent.ToNumber(context.TraceId), ActivityParent.ToNumber(context.SpanId), attributes, context.TraceState, (int)context.TraceFlags & 1);
    }

    // Arrays become one tag an element, as everywhere in the reference.
    private static void Add(Span span, string key, object? value, int depth)
    {
        if (value is not IEnumerable items || value is string || depth == MaxDepth)
        {
            span.SetTag(key, value);
            return;
        }
        var index = 0;
        foreach (var item in items)
            Add(span, string.Create(CultureInfo.InvariantCulture, $"{key}.{index++}"), item, depth + 1);
    }

    // As the agent's language reads a flag; what else there is says nothing.
    private static bool? FlagOf(object? value) => value switch
    {
        bool flag => flag,
        "1" or "t" or "T" or "true" or "TRUE" or "True" => true,
        "0" or "f" or "F" or "false" or "FALSE" or "False" => false,
        _ => null,
    };

    internal static ActivityStatusCode StatusOf(object? value, ActivityStatusCode fallback) => value switch
    {
        "ERROR" or "STATUS_CODE_ERROR" => ActivityStatusCode.Error,
        "OK" or "STATUS_CODE_OK" => ActivityStatusCode.Ok,
        _ => fallback,
    };

    internal static string KindOf(ActivityKind kind) => kind switch
    {
        ActivityKind.Server => "server",
        ActivityKind.Client => "client",
        ActivityKind.Producer => "producer",
        ActivityKind.Consumer => "consumer",
        _ => "internal",
    };
}
