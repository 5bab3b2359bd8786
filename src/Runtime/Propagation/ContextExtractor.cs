using DdRun.Configuration;
using DdRun.Text;

namespace DdRun.Propagation;

/// <summary>Makes one context out of what the configured styles find.</summary>
internal static class ContextExtractor
{
    /// <returns>Null when nothing useful was found.</returns>
    public static SpanContext? Extract(HeaderReader headers, Settings settings)
    {
        if (settings.ExtractBehavior == ExtractBehavior.Ignore)
            return null;
        var styles = settings.PropagationExtract;
        SpanContext? context;
        PropagationStyle style;
        if (settings.ExtractFirst)
        {
            style = styles.Length > 0 ? styles[0] : PropagationStyle.Datadog;
            context = styles.Length > 0 ? Read(style, headers) : null;
        }
        else
        {
            context = ReadAll(headers, styles, out style);
        }
        if (context != null && settings.HttpBaggageEnabled)
            foreach (var (key, value) in headers.WithPrefix(DatadogStyle.BaggagePrefix))
                context.Baggage.Set(key, value);
        if (HasBaggage(styles) && BaggageStyle.Extract(headers) is { } baggage)
        {
            context ??= SpanContext.Remote(0, 0, 0);
            context.BaggageOrNull = baggage;
            TagBaggage(context, baggage, settings.BaggageTagKeys);
        }
        return settings.ExtractBehavior == ExtractBehavior.Restart ? Restart(context, style) : context;
    }

    public static SpanContext? Read(PropagationStyle style, HeaderReader headers) => style switch
    {
        PropagationStyle.Datadog => DatadogStyle.Extract(headers),
        PropagationStyle.TraceContext => TraceContextStyle.Extract(headers),
        PropagationStyle.B3Multi => B3Style.ExtractMulti(headers),
        PropagationStyle.B3 => B3Style.ExtractSingle(headers),
        _ => null,
    };

    // The first style that finds something wins, be it a decision without ids.
    private static SpanContext? ReadAll(HeaderReader headers, PropagationStyle[] styles, out PropagationStyle style)
    {
        SpanContext? primary = null, datadog = null;
        var seen = 0;
        style = default;
        foreach (var next in styles)
        {
            if ((seen & 1 << (int)next) != 0)
                continue;
            seen |= 1 << (int)next;
            if (Read(next, headers) is not { } context)
                continue;
            if (next == PropagationStyle.Datadog)
                datadog = context;
            if (primary == null)
            {
                primary = context;
                style = next;
            }
            else if (context.IsValid)
            {
                Combine(primary, context, next, datadog, headers);
            }
        }
        return primary;
    }

    private static void Combine(SpanContext primary, SpanContext other, PropagationStyle style, SpanContext? datadog, HeaderReader headers)
    {
        if (other.TraceIdHigh != primary.TraceIdHigh || other.TraceIdLow != primary.TraceIdLow)
        {
            if (Link(other, style, "terminated_context") is { } link)
                primary.AddLink(link);
            return;
        }
        if (style != PropagationStyle.TraceContext)
            return;
        // Same trace: the span id of the W3C headers is the more recent one, as any tracer on the way may have written it.
        if (other.TraceState != null)
            primary.TraceState ??= headers.Get(TraceContextStyle.TraceState);
        if (other.SpanId == primary.SpanId)
            return;
        if (other.GetTag(PropagationTags.ParentId) is { } last and not NoParent)
            primary.SetTag(PropagationTags.ParentId, last);
        else if (datadog is { SpanId: not 0 })
            primary.SetTag(PropagationTags.ParentId, HexId.Format(datadog.SpanId));
        primary.SpanId = other.SpanId;
    }

    // How a tracer says that no span of Datadog's came before.
    private const string NoParent = "0000000000000000";

    private static SpanContext? Restart(SpanContext? context, PropagationStyle style)
    {
        if (context == null)
            return null;
        var link = Link(context, style, "propagation_behavior_extract");
        if (link == null && context.BaggageOrNull == null)
            return null;
        var fresh = SpanContext.Remote(0, 0, 0);
        fresh.BaggageOrNull = context.BaggageOrNull;
        if (link != null)
            fresh.AddLink(link);
        return fresh;
    }

    private static SpanLink? Link(SpanContext context, PropagationStyle style, string reason)
    {
        if (!context.IsValid || context.SpanId == 0)
            return null;
        var attributes = new Dictionary<string, string>(2) { ["reason"] = reason, ["context_headers"] = style.Name() };
        return new(context, context.SamplingPriority is > 0 ? 1 : 0, style == PropagationStyle.TraceContext ? context.TraceState : null, attributes);
    }

    private static void TagBaggage(SpanContext context, Baggage baggage, string[] keys)
    {
        if (keys.Length == 0)
            return;
        var all = Array.IndexOf(keys, "*") >= 0;
        foreach (var (key, value) in baggage.Items)
            if (all || Array.IndexOf(keys, key) >= 0)
                context.SetTag(PropagationTags.BaggagePrefix + key, value);
    }

    private static bool HasBaggage(PropagationStyle[] styles)
    {
        foreach (var style in styles)
            if (style == PropagationStyle.Baggage)
                return true;
        return false;
    }
}
