using DdRun.Text;

namespace DdRun.Propagation;

/// <summary>B3, as several headers (<c>x-b3-*</c>) or as one (<c>b3</c>).</summary>
internal static class B3Style
{
    public const string TraceId = "x-b3-traceid";
    public const string SpanId = "x-b3-spanid";
    public const string Sampled = "x-b3-sampled";
    public const string Flags = "x-b3-flags";
    public const string Single = "b3";

    public static SpanContext? ExtractMulti(HeaderReader headers)
    {
        if (headers.Get(TraceId) is not { } trace)
            return null;
        var priority = headers.Get(Sampled) switch { "0" => 0, "1" => 1, _ => (int?)null };
        if (headers.Get(Flags) == "1")
            priority = Sampling.SamplingPriority.UserKeep;
        return Context(trace, headers.Get(SpanId), priority);
    }

    public static SpanContext? ExtractSingle(HeaderReader headers)
    {
        if (headers.Get(Single) is not { Length: > 0 } header)
            return null;
        var parts = new Parts(header, '-');
        parts.MoveNext();
        var trace = parts.Current;
        if (!parts.MoveNext())
        {
            var decision = Priority(trace);
            return decision == null ? null : SpanContext.Remote(0, 0, 0, decision);
        }
        var span = parts.Current;
        return Context(trace, span, parts.MoveNext() ? Priority(parts.Current) : null, hasSpan: true);
    }

    public static void InjectMulti<TCarrier>(SpanContext context, TCarrier carrier, Action<TCarrier, string, string> set)
    {
        set(carrier, TraceId, TraceIdOf(context));
        set(carrier, SpanId, HexId.Format(context.SpanId));
        if (context.SamplingPriority is not { } priority)
            return;
        if (priority > 1)
            set(carrier, Flags, "1");
        else
            set(carrier, Sampled, priority > 0 ? "1" : "0");
    }

    public static void InjectSingle<TCarrier>(SpanContext context, TCarrier carrier, Action<TCarrier, string, string> set)
    {
        var sampled = context.SamplingPriority switch { null => "", > 1 => "-d", 1 => "-1", _ => "-0" };
        set(carrier, Single, $"{TraceIdOf(context)}-{HexId.Format(context.SpanId)}{sampled}");
    }

    private static SpanContext? Context(ReadOnlySpan<char> trace, ReadOnlySpan<char> span, int? priority, bool hasSpan)
    {
        ulong spanId = 0;
        if (!HexId.TryParse(trace, out var high, out var low))
            return null;
        if (hasSpan && !HexId.TryParse(span, out spanId))
            return null;
        return SpanContext.Remote(high, low, spanId, priority);
    }

    private static SpanContext? Context(string trace, string? span, int? priority) => Context(trace, span, priority, span != null);

    private static int? Priority(ReadOnlySpan<char> text) => text switch { "0" => 0, "1" => 1, "d" => Sampling.SamplingPriority.UserKeep, _ => null };

    /// <summary>32 digits only where 16 are too few: older systems know no others.</summary>
    private static string TraceIdOf(SpanContext context) =>
        context.TraceIdHigh == 0 ? HexId.Format(context.TraceIdLow) : HexId.Format(context.TraceIdHigh, context.TraceIdLow);
}
