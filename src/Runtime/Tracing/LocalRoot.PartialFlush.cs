using DdRun.Diagnostics;

namespace DdRun.Tracing;

/// <summary>
/// When spans of the trace go to the writer: all at once when the last has finished, or those that have finished while others are open (a partial flush).
/// Finished spans are linked through <see cref="Span.Next"/>, newest first, without a lock; whoever exchanges the head owns what hangs on it.
/// </summary>
internal partial class LocalRoot
{
    private Span? _finished;
    // The trace is complete when as many spans were collected as were started.
    private int _started;
    private int _collected;

    /// <summary>Where <see cref="OpenTraces"/> keeps it, -1 for nowhere.</summary>
    public volatile int OpenSlot = -1;

    /// <summary>Counts a child, before it can finish; answers its id.</summary>
    public ulong Add()
    {
        TryShare();
        return IdGenerator.Derive(SpanId, Interlocked.Increment(ref _started));
    }

    private protected override void OnShared() => Interlocked.Increment(ref _started);

    /// <summary>Many traces are one span: it was never counted, and needs none of the rest.</summary>
    public void OnFinishedAlone()
    {
        if (IsLeftOut)
        {
            EndLeftOut();
            return;
        }
        Snapshot.Tracer.Writer.Write(this, this, 1, Weight);
    }

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
            Flush();
        else
            Wait(span.Weight);
    }

    /// <summary>A child that was started will not be finished: nobody waits for it any more.</summary>
    public void OnDiscarded()
    {
        var started = Interlocked.Decrement(ref _started);
        if (Volatile.Read(ref _finished) is { } head && 0 - head.Position + Volatile.Read(ref _collected) == started)
            Flush();
        else if (OpenSlot >= 0 && Volatile.Read(ref _collected) == started)
            Unregister();
    }

    /// <summary>Hands finished spans to the writer although others are open.</summary>
    public void FlushPartially()
    {
        Flush();
        // It comes back with the next span that finishes: one that never does keeps nothing but itself.
        if (OpenSlot >= 0)
            Unregister();
    }

    /// <summary>Whether spans of it are open, or wait.</summary>
    public bool GoesOn => Volatile.Read(ref _collected) != Volatile.Read(ref _started);

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
            Flush();
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
            Flush();
    }

    private void Flush()
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
