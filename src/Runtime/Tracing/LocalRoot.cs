using DdRun.Sampling;

namespace DdRun.Tracing;

/// <summary>
/// The first span of a trace in this process, which also carries what belongs to the whole of it: one object instead of two.
/// Spans are linked through <see cref="Span.Next"/>, newest first, without a lock; whoever exchanges the head owns what hangs on it.
/// </summary>
internal sealed class LocalRoot : Span
{
    public const int Undecided = int.MinValue;

    /// <summary>What is handed out while tracing is disabled: finished from the start, so that nothing is ever stored on it.</summary>
    public static readonly LocalRoot Disabled = new();

    private const long OneFinished = 1L << 32;

    private readonly ulong _traceIdLow;
    private Span? _newest;
    private TraceDetails? _details;
    // Low half: open spans. High half: finished spans that still hang here.
    private long _counts;
    private int _priority = Undecided;
    private int _queued;

    public LocalRoot(
        TracerSnapshot snapshot, ulong traceIdLow, long start, string name, string? service, string? resource, string? type, TraceDetails? details = null)
        : base(null, null, name, service, resource, type, start)
    {
        Snapshot = snapshot;
        _traceIdLow = traceIdLow;
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
        : Snapshot.HasWideTraceIds ? (ulong)Math.Max(0, StartNanoseconds / 1_000_000_000) << 32
        : 0;

    /// <summary>The weight of all that is in the queue up to the chunk of this trace that went there last.</summary>
    public ref int Queued => ref _queued;

    public ulong RemoteParentId => _details?.Remote?.SpanId ?? 0;

    /// <summary>What was active before a trace that continues a remote one.</summary>
    public LocalRoot? RemoteParent => _details?.RemoteParent;

    public TraceDetails? Details => _details;
    public int? Priority => Volatile.Read(ref _priority) is var priority && priority == Undecided ? null : priority;

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
        _details is { Manual: false } details && details.Remote?.GetTag(TraceTags.DecisionMaker) is { } inherited ? inherited
        : _details?.Decision is { } decision ? SamplingMechanism.Tag(decision.Mechanism)
        : _details?.Remote?.SamplingPriority is null && Priority is not null ? SamplingMechanism.Tag(SamplingMechanism.Default)
        : null;

    /// <summary>Takes an inherited priority over.</summary>
    public void Inherit(int priority) => Interlocked.CompareExchange(ref _priority, priority, Undecided);

    /// <summary>Lets the sampler decide, unless somebody has.</summary>
    public void EnsureDecision()
    {
        if (Priority is not null || ReferenceEquals(this, Disabled))
            return;
        var decision = Snapshot.Tracer.Sample(this);
        if (decision is { Mechanism: SamplingMechanism.Default })
        {
            Interlocked.CompareExchange(ref _priority, decision.Priority, Undecided);
            return;
        }
        var details = EnsureDetails();
        lock (details)
        {
            if (Interlocked.CompareExchange(ref _priority, decision.Priority, Undecided) == Undecided)
                details.Decision = decision;
        }
    }

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
            details.Decision = new SamplingDecision(priority, SamplingMechanism.Manual);
            details.Manual = true;
            Volatile.Write(ref _priority, priority);
        }
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
            context.Tags = details.PropagatedTags(DecisionMaker);
            details.HandedOutContext = context;
            return context;
        }
    }

    public void Add(Span span)
    {
        TryShare();
        Push(span);
    }

    private protected override void OnShared() => Push(this);

    private void Push(Span span)
    {
        Interlocked.Increment(ref _counts);
        var head = Volatile.Read(ref _newest);
        while (true)
        {
            span.Next = head;
            var seen = Interlocked.CompareExchange(ref _newest, span, head);
            if (ReferenceEquals(seen, head))
                return;
            head = seen;
        }
    }

    /// <summary>Many traces are one span: it never was on the list, and needs none of the rest.</summary>
    public void OnFinishedAlone() => Snapshot.Tracer.Writer.Write(this, this, 1, Weight);

    public void OnFinished()
    {
        var counts = Interlocked.Add(ref _counts, OneFinished - 1);
        if (Open(counts) == 0)
            Complete();
        else
            OnFinishedBeforeOthers(counts);
    }

    /// <summary>Hands finished spans to the writer although others are open.</summary>
    public void FlushFinished() => Collect(flushAnyway: true);

    private void Complete()
    {
        if (OpenSlot >= 0)
            Snapshot.Tracer.OpenTraces.Remove(this);
        Collect(flushAnyway: false);
    }

    private void OnFinishedBeforeOthers(long counts)
    {
        if (Finished(counts) >= Snapshot.Tracer.PartialFlushSpans)
            Collect(flushAnyway: false);
        else if (OpenSlot < 0)
            Register();
    }

    private void Register()
    {
        var traces = Snapshot.Tracer.OpenTraces;
        traces.Add(this);
        // The trace may have been completed meanwhile, by a thread that saw no slot to clear.
        Interlocked.MemoryBarrier();
        if (Open(Volatile.Read(ref _counts)) == 0)
            traces.Remove(this);
    }

    private void Collect(bool flushAnyway)
    {
        long counts;
        do
        {
            var span = Interlocked.Exchange(ref _newest, null);
            // Somebody else holds the spans, and looks at the counts again after putting back what is open.
            if (span is null)
                return;
            Span? oldest = null, newest = null, newestOpen = null, oldestOpen = null;
            int finished = 0, weight = 0;
            while (span is not null)
            {
                var older = span.Next;
                if (span.IsFinished)
                {
                    span.Next = oldest;
                    oldest = span;
                    newest ??= span;
                    finished++;
                    weight += span.Weight;
                }
                else
                {
                    if (oldestOpen is null)
                        newestOpen = span;
                    else
                        oldestOpen.Next = span;
                    oldestOpen = span;
                    span.Next = null;
                }
                span = older;
            }
            if (newestOpen is not null)
                PutBack(newestOpen, oldestOpen!);
            counts = Interlocked.Add(ref _counts, -finished * OneFinished);
            if (oldest is not null)
                Snapshot.Tracer.Submit(oldest, newest!, finished, weight, partial: newestOpen is not null);
            flushAnyway = false;
        }
        while (Finished(counts) > 0 && (Open(counts) == 0 || Finished(counts) >= Snapshot.Tracer.PartialFlushSpans));
    }

    private void PutBack(Span newest, Span oldest)
    {
        var head = Volatile.Read(ref _newest);
        while (true)
        {
            // Those started meanwhile are newer, but order only matters among what is flushed together.
            oldest.Next = head;
            var seen = Interlocked.CompareExchange(ref _newest, newest, head);
            if (ReferenceEquals(seen, head))
                return;
            head = seen;
        }
    }

    private static int Open(long counts) => (int)counts;

    private static int Finished(long counts) => (int)(counts >> 32);
}
