namespace DdRun;

/// <summary>
/// What identifies a span to other processes: ids, sampling priority, origin and baggage. Comes out of <see cref="Propagator"/> or
/// <c>Span.Context</c>; may be made by hand to continue a trace whose ids arrived by other means.
/// </summary>
public sealed class SpanContext
{
    private Baggage? _baggage;

    /// <summary>Makes a context by hand.</summary>
    /// <param name="traceId">128-bit trace id; 0 = no trace, only baggage or links.</param>
    /// <param name="spanId">Span id; 0 = none.</param>
    /// <param name="samplingPriority">-1 user reject, 0 auto reject, 1 auto keep, 2 user keep; null = undecided.</param>
    /// <param name="origin">Where the trace comes from, such as <c>synthetics</c>; left out if it is not printable ASCII.</param>
    /// <param name="baggage">Shared, not copied.</param>
    public SpanContext(UInt128 traceId, ulong spanId, int? samplingPriority = null, string? origin = null, Baggage? baggage = null)
        : this(spanId, samplingPriority)
    {
        (TraceIdHigh, TraceIdLow) = ((ulong)(traceId >> 64), (ulong)traceId);
        Origin = origin;
        _baggage = baggage;
    }

    private SpanContext(ulong spanId, int? samplingPriority)
    {
        SpanId = spanId;
        SamplingPriority = samplingPriority;
    }

    /// <summary>128-bit trace id; 0 when the context carries none.</summary>
    public UInt128 TraceId => new(TraceIdHigh, TraceIdLow);

    /// <summary>Span id; 0 when the context carries none.</summary>
    public ulong SpanId { get; internal set; }

    /// <summary>Sampling priority, or null while nobody decided.</summary>
    public int? SamplingPriority { get; internal set; }

    /// <summary>Where the trace comes from, or null.</summary>
    public string? Origin
    {
        get;
        internal set => field = value is null || !value.AsSpan().ContainsAnyExceptInRange(' ', '~') ? value : null;
    }

    /// <summary>Baggage; never null.</summary>
    public Baggage Baggage => _baggage ?? Interlocked.CompareExchange(ref _baggage, new Baggage(), null) ?? _baggage;

    /// <summary>Whether there is a trace to continue.</summary>
    internal bool IsValid => (TraceIdHigh | TraceIdLow) != 0;

    // Halves, because methods that touch UInt128 are not precompiled.
    internal ulong TraceIdHigh { get; set; }

    internal ulong TraceIdLow { get; init; }

    /// <summary>Whether it came from another process.</summary>
    internal bool IsRemote { get; set; }

    /// <summary>Null as long as nobody asked for baggage.</summary>
    internal Baggage? BaggageOrNull { get => _baggage; set => _baggage = value; }

    /// <summary><c>_dd.p.*</c>, <c>_dd.parent_id</c>, <c>_dd.propagation_error</c> and <c>baggage.*</c>: tags of the local root.</summary>
    internal Dictionary<string, string>? Tags { get; set; }

    /// <summary>The <c>traceparent</c> this was read from.</summary>
    internal string? TraceParent { get; set; }

    /// <summary>The incoming <c>tracestate</c>, whose foreign members are handed on.</summary>
    internal string? TraceState { get; set; }

    /// <summary>The rate that the trace was kept or dropped by here; null where none was, or somebody has decided by hand.</summary>
    internal double? Probability { get; set; }

    /// <summary>Whether somebody has decided by hand here that the trace is kept.</summary>
    internal bool IsForced { get; set; }

    /// <summary>Links for the local root.</summary>
    internal List<SpanLink>? Links { get; set; }

    /// <summary>A context from another process.</summary>
    internal static SpanContext Remote(ulong traceIdHigh, ulong traceIdLow, ulong spanId, int? samplingPriority = null) =>
        new(spanId, samplingPriority) { TraceIdHigh = traceIdHigh, TraceIdLow = traceIdLow, IsRemote = true };

    /// <summary>A context of this process.</summary>
    internal static SpanContext Local(ulong traceIdHigh, ulong traceIdLow, ulong spanId, int? samplingPriority, string? origin, Baggage? baggage) =>
        new(spanId, samplingPriority) { TraceIdHigh = traceIdHigh, TraceIdLow = traceIdLow, Origin = origin, BaggageOrNull = baggage };

    internal string? GetTag(string key) => Tags != null && Tags.TryGetValue(key, out var value) ? value : null;

    internal void SetTag(string key, string value) => (Tags ??= new(StringComparer.Ordinal))[key] = value;

    internal void AddLink(SpanLink link) => (Links ??= []).Add(link);
}
