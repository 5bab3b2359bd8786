using DdRun.Sampling;

namespace DdRun.Tracing;

/// <summary>
/// Leaves traces out before their work is done, while more finish than can be sent. What is left out is chosen by trace id, as samplers choose, so
/// that traces stay whole; the share follows what the writer finds in its queue.
/// </summary>
internal sealed class LoadShedding
{
    /// <summary>So few are kept at the least: enough to see that the queue takes spans again.</summary>
    public const double LeastShare = 1.0 / 1024;

    /// <summary>What is closer together says the same.</summary>
    public const int StepMilliseconds = 50;

    // While traces are left out anyhow, the writer takes about half a processor, and not all that it can have.
    private const double Idle = 0.4, Busy = 0.6;

    // From the least share to all in two seconds.
    private const double GrowthPerMillisecond = 1.0035;

    private readonly object _lock = new();
    private double _share = 1;
    private ulong _border = ulong.MaxValue;
    private long _changed, _work, _workAtChange;
    private long _turn, _spans, _chunks;
    private volatile bool _everActive;

    /// <summary>Whether something is left out now.</summary>
    public bool IsActive => Volatile.Read(ref _border) != ulong.MaxValue;

    /// <summary>Whether something was ever left out: traces of that time may still be under way.</summary>
    public bool WasActive => _everActive;

    /// <summary>The share of traces that are kept, above 0 and at most 1.</summary>
    public double Share => Volatile.Read(ref _share);

    /// <summary>Whether traces that are left out go to the writer all the same, which counts their first span in statistics.</summary>
    public volatile bool CountsRoots;

    public bool LeavesOut(ulong id) => SamplingRate.Hash(id) > Volatile.Read(ref _border);

    /// <summary>The same in turns, for what has no id yet.</summary>
    public bool LeavesNextOut() => LeavesOut((ulong)Interlocked.Increment(ref _turn));

    /// <summary>The queue has refused a chunk. Called by the target's threads.</summary>
    /// <param name="now">Milliseconds, of <see cref="Environment.TickCount64"/>.</param>
    public void OnRefused(long now)
    {
        if (now - Volatile.Read(ref _changed) < StepMilliseconds && IsActive)
            return;
        lock (_lock)
        {
            if (now - _changed >= StepMilliseconds || !IsActive)
                Set(_share / 2, now, Volatile.Read(ref _work));
        }
    }

    /// <summary>The writer is about to take what was queued while it dealt with what it took before.</summary>
    /// <param name="weight">What is queued.</param>
    /// <param name="capacity">What fits.</param>
    /// <param name="now">As above.</param>
    /// <param name="work">How long the writer has worked so far, in milliseconds.</param>
    public void OnTaken(int weight, int capacity, long now, long work)
    {
        Volatile.Write(ref _work, work);
        var elapsed = now - Volatile.Read(ref _changed);
        if (!IsActive || elapsed < StepMilliseconds)
            return;
        lock (_lock)
        {
            var busy = Math.Min(1, (double)(work - _workAtChange) / elapsed);
            if (weight > capacity / 4 * 3)
                Set(_share * capacity / 2 / weight, now, work);
            else if (busy > Busy)
                Set(_share * Idle / busy, now, work);
            else if (busy < Idle && weight <= capacity / 2)
                Set(_share * Math.Pow(GrowthPerMillisecond, Math.Min(elapsed, 10_000)), now, work);
            else
                (_changed, _workAtChange) = (now, work);
        }
    }

    /// <summary>Counts what was left out.</summary>
    public void Count(int spans, int chunks)
    {
        Interlocked.Add(ref _spans, spans);
        if (chunks > 0)
            Interlocked.Add(ref _chunks, chunks);
    }

    /// <summary>What was left out since the last time.</summary>
    public (long Spans, long Chunks) TakeCounts() =>
        Volatile.Read(ref _spans) == 0 ? default : (Interlocked.Exchange(ref _spans, 0), Interlocked.Exchange(ref _chunks, 0));

    private void Set(double share, long now, long work)
    {
        (_changed, _workAtChange) = (now, work);
        Volatile.Write(ref _share, Math.Clamp(share, LeastShare, 1));
        _everActive |= _share < 1;
        Volatile.Write(ref _border, _share < 1 ? (ulong)(_share * ulong.MaxValue) : ulong.MaxValue);
    }
}
