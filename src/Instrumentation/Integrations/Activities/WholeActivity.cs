using System.Collections;
using System.Diagnostics;
using System.Globalization;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.Activities;

/// <summary>
/// What of an activity ends up on its span when spans go by OTLP: everything, as it is. Datadog's names, its bounds and its lack of bools and
/// arrays are its own.
/// </summary>
internal static class WholeActivity
{
    public static void OnStop(Activity activity, Span span)
    {
        span.Resource = activity.DisplayName;
        var status = activity.Status;
        var description = activity.StatusDescription;
        foreach (ref readonly var tag in activity.EnumerateTagObjects())
        {
            if (tag.Key == "otel.status_code")
                status = ActivityTags.StatusOf(tag.Value, status);
            else if (tag.Key == "otel.status_description")
                description ??= tag.Value as string;
            else if (Value(tag.Value) is { } value)
                span.StoreWhole(tag.Key, value);
        }
        var begun = span.Links is [var first, ..] ? first.TraceId : 0;
        foreach (ref readonly var link in activity.EnumerateLinks())
        {
            // The link that a trace of its own began with says the same in our ids.
            if (begun == 0 || ActivityParent.ToNumber(link.Context.TraceId) != begun)
                span.AddLink(LinkOf(link));
        }
        foreach (ref readonly var happened in activity.EnumerateEvents())
            span.AddEvent(EventOf(happened));
        ActivityTags.AddStatus(span, status, description);
    }

    private static SpanLink LinkOf(in ActivityLink link)
    {
        var context = link.Context;
        return new SpanLink(
            ActivityParent.ToNumber(context.TraceId), ActivityParent.ToNumber(context.SpanId), null, context.TraceState, (int)context.TraceFlags & 1)
        {
            Values = Values(link.Tags ?? []),
        };
    }

    private static SpanEvent EventOf(in ActivityEvent happened) =>
        new(happened.Name, (happened.Timestamp.UtcTicks - DateTime.UnixEpoch.Ticks) * 100, Values(happened.Tags));

    private static List<KeyValuePair<string, object>> Values(IEnumerable<KeyValuePair<string, object?>> tags)
    {
        var values = new List<KeyValuePair<string, object>>();
        foreach (var (key, given) in tags)
            if (Value(given) is { } value)
                values.Add(new(key, value));
        return values;
    }

    private static object? Value(object? value) => value switch
    {
        null or string or bool or long or double => value,
        char letter => letter.ToString(),
        int or short or sbyte or byte or ushort or uint => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        float number => (double)number,
        Array items => Values(items),
        IEnumerable items when items is ICollection => Values(items),
        _ => TagText.Of(value),
    };

    private static object?[] Values(IEnumerable items)
    {
        var values = new List<object?>();
        foreach (var item in items)
            values.Add(item is IEnumerable and not string ? TagText.Of(item) : Value(item));
        return [.. values];
    }
}
