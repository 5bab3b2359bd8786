using System.Diagnostics;
using DdRun.Configuration;
using DdRun.Instrumentation.Manifests;
using DdRun.Sampling;

namespace DdRun.Instrumentation.Integrations.Activities;

/// <summary>Makes of a span what a manifest says.</summary>
internal static class MappedActivity
{
    private static readonly string[] s_otel = [ActivityTags.Library, "otel.library.version", "otel.trace_id", "otel.status_code", "otel.status_description"];

    /// <summary>Null for that of the parent.</summary>
    public static string? Service(ActivityRule? rule, Activity activity)
    {
        if (rule?.Service is not { } service)
            return null;
        // What stands for another system is the application's own where its users say so.
        if (service.Parts is [{ Names: ["app"] }, { Names: null, Text: ['-', ..] }] && Settings.Current.RemoveIntegrationServices)
            return null;
        return ActivityText.Of(service, activity);
    }

    public static bool LeavesOut(ActivityRule rule, string tag)
    {
        foreach (var (name, template) in rule.Tags)
        {
            if (template is null && Glob.MatchesName(name, tag))
                return true;
        }
        return false;
    }

    /// <summary>The span has the activity's tags, and the names that are derived.</summary>
    public static void Describe(Activity activity, Span span, ActivityRule rule)
    {
        if (!rule.Otel)
        {
            foreach (var tag in s_otel)
                span.Store(tag, null);
        }
        if (rule.Name is { } name && ActivityText.Of(name, activity) is { } named)
            span.Name = named;
        if (rule.Resource is { } resource && ActivityText.Of(resource, activity) is { } operated)
            span.Resource = operated;
        if (rule.Type is { } type && ActivityText.Of(type, activity) is { } typed)
            span.Type = typed;
        foreach (var (tag, template) in rule.Tags)
        {
            if (template is not null && ActivityText.ValueOf(template, activity) is { } value)
                span.SetTag(tag, value);
        }
        DescribeError(activity, span, rule);
    }

    private static void DescribeError(Activity activity, Span span, ActivityRule rule)
    {
        if (span.Error && rule.Fine.Count > 0 && ActivityConditions.AllHold(rule.Fine, activity))
        {
            span.Error = false;
            span.Store("error.message", null);
            return;
        }
        if (rule.Error.Count > 0 && ActivityConditions.AllHold(rule.Error, activity))
            span.Error = true;
        if (!span.Error)
            return;
        // Some libraries say in tags what others say in events.
        Copy(span, activity, "error.type", "exception.type");
        Copy(span, activity, "error.message", "exception.message");
        Copy(span, activity, "error.stack", "exception.stacktrace");
    }

    private static void Copy(Span span, Activity activity, string tag, string from)
    {
        if (span.FindStored(tag) is null && activity.GetTagItem(from) is string { Length: > 0 } text)
            span.SetTag(tag, text);
    }
}
