namespace DdRun;

/// <summary>A reference from a span to a span of the same or another trace. Immutable.</summary>
public sealed class SpanLink
{
    /// <summary>Makes a link. Bad ids (zero) make a link that no span accepts.</summary>
    /// <param name="traceId">128-bit trace id.</param>
    /// <param name="spanId">Span id.</param>
    /// <param name="attributes">Anything worth knowing about the relation.</param>
    /// <param name="traceState">W3C <c>tracestate</c> of the linked context.</param>
    /// <param name="flags">W3C trace flags: 1 = sampled, 0 = not, null = unknown.</param>
    public SpanLink(UInt128 traceId, ulong spanId, IReadOnlyDictionary<string, string>? attributes = null, string? traceState = null, int? flags = null)
        : this((ulong)(traceId >> 64), (ulong)traceId, spanId, attributes, traceState, flags)
    {
    }

    /// <summary>Makes a link to a context.</summary>
    public SpanLink(SpanContext context, IReadOnlyDictionary<string, string>? attributes = null)
        : this(context, context.SamplingPriority is { } priority ? priority > 0 ? 1 : 0 : null, context.TraceState, attributes)
    {
    }

    internal SpanLink(SpanContext context, int? flags, string? traceState, IReadOnlyDictionary<string, string>? attributes)
        : this(context.TraceIdHigh, context.TraceIdLow, context.SpanId, attributes, traceState, flags)
    {
    }

    private SpanLink(ulong traceIdHigh, ulong traceIdLow, ulong spanId, IReadOnlyDictionary<string, string>? attributes, string? traceState, int? flags)
    {
        TraceIdHigh = traceIdHigh;
        TraceIdLow = traceIdLow;
        SpanId = spanId;
        Attributes = attributes;
        TraceState = traceState;
        Flags = flags;
    }

    /// <summary>128-bit trace id.</summary>
    public UInt128 TraceId => new(TraceIdHigh, TraceIdLow);

    /// <summary>Span id.</summary>
    public ulong SpanId { get; }

    /// <summary>Attributes, or null.</summary>
    public IReadOnlyDictionary<string, string>? Attributes { get; }

    /// <summary>W3C <c>tracestate</c>, or null.</summary>
    public string? TraceState { get; }

    /// <summary>W3C trace flags, or null when unknown.</summary>
    public int? Flags { get; }

    /// <summary>The attributes with values of any kind that an event's may have, where they came so.</summary>
    internal IReadOnlyList<KeyValuePair<string, object>>? Values { get; init; }

    internal ulong TraceIdHigh { get; }

    internal ulong TraceIdLow { get; }
}
