using DdRun.Text;

namespace DdRun.Propagation;

/// <summary>W3C <c>traceparent</c> and <c>tracestate</c>.</summary>
internal static class TraceContextStyle
{
    public const string TraceParent = "traceparent";
    public const string TraceState = "tracestate";
    private const int Length = 55;

    public static SpanContext? Extract(HeaderReader headers)
    {
        if (headers.Get(TraceParent) is not { } parent || Parse(parent) is not { } context)
            return null;
        context.TraceParent = parent;
        if (headers.Get(TraceState) is not { Length: > 0 } state)
            return context;
        context.TraceState = TraceStateList.Normalize(state, out var datadog);
        if (context.TraceState != null && datadog != null)
            DatadogMember.TryApply(datadog, context);
        return context;
    }

    public static void Inject<TCarrier>(SpanContext context, TCarrier carrier, Action<TCarrier, string, string> set)
    {
        set(carrier, TraceParent, Format(context));
        var member = DatadogMember.Format(context);
        set(carrier, TraceState, TraceStateList.With(context, member.Length == 0 ? null : member));
    }

    /// <summary>Always version 00. The trace id is the one that came in, should another style have known only half of it.</summary>
    internal static string Format(SpanContext context)
    {
        var known = context.TraceParent is { } parent && Parse(parent) is { } read ? read : context;
        return $"00-{HexId.Format(known.TraceIdHigh, known.TraceIdLow)}-{HexId.Format(context.SpanId)}-{(context.SamplingPriority is > 0 ? "01" : "00")}";
    }

    // version-trace-span-flags; what later versions add after another dash is not ours to understand.
    private static SpanContext? Parse(string text)
    {
        var value = text.AsSpan().Trim();
        if (value.Length < Length || value[2] != '-' || value[35] != '-' || value[52] != '-')
            return null;
        var version = value[..2];
        if (!HexId.IsLower(version) || version is "ff")
            return null;
        if (value.Length > Length && (version is "00" || value[Length] != '-' || value.Length == Length + 1))
            return null;
        var trace = value.Slice(3, 32);
        var span = value.Slice(36, 16);
        var flags = value.Slice(53, 2);
        if (!HexId.IsLower(trace) || !HexId.IsLower(span) || !HexId.IsLower(flags))
            return null;
        if (!HexId.TryParse(trace, out var traceHigh, out var traceLow) || !HexId.TryParse(span, out ulong spanId) || !HexId.TryParse(flags, out ulong bits))
            return null;
        return (traceHigh | traceLow) == 0 || spanId == 0 ? null : SpanContext.Remote(traceHigh, traceLow, spanId, (int)(bits & 1));
    }
}
