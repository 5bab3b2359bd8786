using DdRun.Diagnostics;
using DdRun.Sampling;

namespace DdRun.Tracing;

/// <summary>
/// The first span of a trace in this process, which also carries what belongs to the whole of it: one object instead of two.
/// Finished spans are linked through <see cref="Span.Next"/>, newest first, without a lock; whoever exchanges the head owns what hangs on it.
/// </summary>
internal sealed class LocalRoot : Span
{
    /// <summary>What is handed out while tracing is disabled: finished from the start, so that nothing is ever stored on it.</summary>
    public static readonly LocalRoot Disabled = new();

    private readonly ulong _traceIdLow;
    private Span? _finished;
    private TraceDetails? _details;
    // The trace is complete when as many spans were collected as were started.
    private int _started;
    private int _collected;
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
        : _details is { AmbientTraceIdHigh: not 0 and var ambient } ? ambient
        : Snapshot.HasWideTraceIds ? (ulong)Math.Max(0, StartNanoseconds / 1_000_000_000) << 32
        : 0;

    public ulong RemoteParentId => _details?.Remote?.SpanId ?? 0;

    /// <summary>What was active before a trace that continues a remote one.</summary>
    public LocalRoot? RemoteParent => _details?.RemoteParent;

    public TraceDetails? Details => _details;
    public SamplingDecision? Decision => Volatile.Read(ref _decision);
    public int? Priority => Decision?.Priority;

    /// <summary>Where <see cref="OpenTraces"/> keeps it, -1 for nowhere.</summary>
    public volatile int OpenSlot = -1;

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

    /// <summary>Counts a child, before it can finish; answers its id.</summary>
    public ulong Add()
    {
        TryShare();
        return IdGenerator.Derive(SpanId, Interlocked.Increment(ref _started));
    }

    private protected override void OnShared() => Interlocked.Increment(ref _started);

    /// <summary>Many traces are one span: it was never counted, and needs none of the rest.</summary>
    public void OnFinishedAlone() => Snapshot.Tracer.Writer.Write(this, this, 1, Weight);

    public void OnFinished(Span span)
    {
        var head = Volatile.Read(ref _finished);
        while (true)
        {
            span.Next = head;
            span.Position = (head?.Position ?? 0) - 1;
            var seen = Interlocked.CompareExchange(ref _finished, span, head);
            if (ReferenceEquals(seen, head))
                break;
            head = seen;
        }
        // Whoever collects meanwhile looks at the list again after counting: one of the two sees that all is there.
        var finished = 1 - (head?.Position ?? 0);
        if (finished + Volatile.Read(ref _collected) == Volatile.Read(ref _started) || finished >= Snapshot.Tracer.PartialFlushSpans)
            Collect();
        else
            Wait(span.Weight);
    }

    /// <summary>A child that was started will not be finished: nobody waits for it any more.</summary>
    public void OnDiscarded()
    {
        var started = Interlocked.Decrement(ref _started);
        if (Volatile.Read(ref _finished) is { } head && 0 - head.Position + Volatile.Read(ref _collected) == started)
            Collect();
        else if (OpenSlot >= 0 && Volatile.Read(ref _collected) == started)
            Unregister();
    }

    /// <summary>Hands finished spans to the writer although others are open.</summary>
    public void FlushFinished()
    {
        Collect();
        // It comes back with the next span that finishes: one that never does keeps nothing but itself.
        if (OpenSlot >= 0)
            Unregister();
    }

    /// <summary>How many spans have started and how many were handed to the writer, and the newest of those that wait.</summary>
    public (int Started, int Collected, Span? Newest) Progress => (Volatile.Read(ref _started), Volatile.Read(ref _collected), Volatile.Read(ref _finished));

    private void Wait(int weight)
    {
        if (OpenSlot < 0)
            Register();
        if (weight >= OpenTraces.Heavy && Snapshot.Tracer.OpenTraces.IsCrowdedBy(weight))
            Snapshot.Tracer.Writer.Attend(atOnce: true);
    }

    private void Register()
    {
        var tracer = Snapshot.Tracer;
        if (ProcessEnd.IsAfterOurs || !tracer.OpenTraces.TryAdd(this))
        {
            Collect();
            return;
        }
        if (!tracer.OpenTraces.IsAttended)
        {
            tracer.OpenTraces.IsAttended = true;
            tracer.Writer.Attend(atOnce: false);
        }
        // The trace may have been completed meanwhile, by a thread that saw no slot to clear.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _collected) == Volatile.Read(ref _started))
            Unregister();
    }

    private void Unregister()
    {
        var traces = Snapshot.Tracer.OpenTraces;
        traces.Remove(this);
        Interlocked.MemoryBarrier();
        // Another child may have started, and one have finished, before the slot was cleared.
        if (Volatile.Read(ref _finished) is not null && !traces.TryAdd(this))
            Collect();
    }

    private void Collect()
    {
        int collected, started, left;
        do
        {
            var first = Interlocked.Exchange(ref _finished, null);
            if (first is null)
                return;
            var count = -first.Position;
            var (last, weight) = (first, first.Weight);
            while (last.Next is { } next)
            {
                last = next;
                weight += last.Weight;
            }
            collected = Interlocked.Add(ref _collected, count);
            started = Volatile.Read(ref _started);
            Snapshot.Tracer.Submit(first, last, count, weight, partial: collected != started);
            if (collected == started && OpenSlot >= 0)
                Unregister();
            left = -(Volatile.Read(ref _finished)?.Position ?? 0);
        }
        while (left > 0 && (left + collected == started || left >= Snapshot.Tracer.PartialFlushSpans));
    }
}
