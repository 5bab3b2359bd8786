using DdRun.Sampling;

namespace DdRun.Tracing;

/// <summary>
/// The first span of a trace in this process, which also carries what belongs to the whole of it: one object instead of two.
/// </summary>
internal partial class LocalRoot : Span
{
    /// <summary>What is handed out while tracing is disabled: finished from the start, so that nothing is ever stored on it.</summary>
    public static readonly LocalRoot Disabled = new();

    private readonly ulong _traceIdLow;
    private TraceDetails? _details;
    private SamplingDecision? _decision;

    /// <summary>A service of <c>null</c> means the tracer's own.</summary>
    public LocalRoot(
        TracerSnapshot snapshot, ulong traceIdLow, ulong spanId, long start, string name, string? service, string? resource, string? type, TraceDetails? details = null)
        : base(spanId, name, service, resource, type, start)
    {
        Snapshot = snapshot;
        _traceIdLow = traceIdLow;
        if (details is not null)
            _details = details;
    }

    /// <summary>Stands for the span of another process while its context is the active one.</summary>
    public LocalRoot(SpanContext context)
        : base(context.SpanId, remote: true)
    {
        Snapshot = TracerSnapshot.None;
        _traceIdLow = context.TraceIdLow;
        _details = new TraceDetails { Remote = context };
    }

    private LocalRoot()
        : base(0, remote: false) => Snapshot = TracerSnapshot.None;

    public TracerSnapshot Snapshot { get; }
    public new UInt128 TraceId => new(TraceIdHigh, _traceIdLow);
    public ulong TraceIdLow => _traceIdLow;

    /// <summary>That of the trace which is continued, or else seconds since 1970 and 32 zero bits, as 128-bit trace ids begin.</summary>
    public ulong TraceIdHigh =>
        _details?.Remote is { IsValid: true } remote ? remote.TraceIdHigh
        : this is AmbientRoot ambient ? ambient.GivenTraceIdHigh
        : Snapshot.HasWideTraceIds ? (ulong)Math.Max(0, StartNanoseconds / 1_000_000_000) << 32
        : 0;

    public ulong RemoteParentId => _details?.Remote?.SpanId ?? 0;

    /// <summary>What was active before a trace that continues a remote one.</summary>
    public LocalRoot? RemoteParent => _details?.RemoteParent;

    public TraceDetails? Details => _details;
    public SamplingDecision? Decision => Volatile.Read(ref _decision);
    public int? Priority => Decision?.Priority;

    public TraceDetails EnsureDetails()
    {
        if (_details is null)
            Interlocked.CompareExchange(ref _details, new TraceDetails(), null);
        return _details;
    }

    public new Baggage Baggage
    {
        get
        {
            if (ReferenceEquals(this, Disabled))
                return new Baggage();
            var details = EnsureDetails();
            lock (details)
                return details.Baggage ??= new Baggage();
        }
    }

    /// <summary>The tag that says who decided.</summary>
    public string? DecisionMaker =>
        Decision is { } decision && (decision.IsManual || _details?.Remote is null) ? decision.Maker
        : _details?.Remote?.GetTag(TraceTags.DecisionMaker) ?? Decision?.Maker;

    /// <summary>Takes an inherited priority over.</summary>
    public void Inherit(int priority) => Decide(SamplingDecision.Inherited(priority));

    /// <summary>Lets the sampler decide, unless somebody has.</summary>
    public void EnsureDecision()
    {
        if (Decision is null && !ReferenceEquals(this, Disabled))
            Decide(Snapshot.Tracer.Sample(this));
    }

    private void Decide(SamplingDecision decision) => Interlocked.CompareExchange(ref _decision, decision, null);

    /// <summary>Overrides what was decided before, until a context has been handed out.</summary>
    public void SetManualPriority(int priority)
    {
        if (ReferenceEquals(this, Disabled) || IsRemote)
            return;
        var details = EnsureDetails();
        lock (details)
        {
            if (details.HandedOut)
                return;
            Volatile.Write(ref _decision, new SamplingDecision(priority, SamplingMechanism.Manual));
            if (priority > 0 && IsLeftOut)
                TakeBackIn();
        }
    }

    /// <summary>Says where the trace comes from, null for nowhere in particular.</summary>
    public void SetOrigin(string? origin)
    {
        if (!ReferenceEquals(this, Disabled) && !IsRemote)
            EnsureDetails().Origin = origin;
    }

    public SpanContext ContextOf(Span span)
    {
        if (ReferenceEquals(this, Disabled))
            return SpanContext.Local(0, 0, 0, null, null, null);
        if (IsRemote)
            return _details!.Remote!;
        EnsureDecision();
        var details = EnsureDetails();
        lock (details)
        {
            var context = SpanContext.Local(TraceIdHigh, _traceIdLow, span.SpanId, Priority, details.Origin, details.Baggage ??= new Baggage());
            context.TraceState = details.Remote?.TraceState;
            context.Probability = Decision is { IsManual: false } decided ? decided.Rate : null;
            context.IsForced = Decision is { IsManual: true, Keep: true };
            context.Tags = details.PropagatedTags(DecisionMaker, Decision?.KnuthRate);
            details.HandedOutContext = context;
            return context;
        }
    }
}
