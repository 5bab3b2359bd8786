namespace DdRun.Tracing;

/// <summary>
/// How long a tick of another clock takes, learnt from readings of both clocks at the same moment. The longer the time between two readings, the
/// better: it goes back ten seconds, and then starts anew, as the system's clock is slewed now and then.
/// </summary>
internal sealed class TickLength
{
    private const long LeastSpan = 10_000_000, SpanToTrust = 100_000_000, SpanToForget = 10_000_000_000;

    // The system slews its clock by 0.05 % at most. More is another machine, or one that has slept.
    private const double Tolerance = 0.001;

    private (long Ticks, long Nanoseconds)? _from;
    private (long Ticks, long Nanoseconds) _last;

    /// <summary>0 until it is known.</summary>
    public double Nanoseconds { get; private set; }

    /// <summary>Takes a reading; answers false when it does not go with the earlier ones: the ticks are not even.</summary>
    public bool Add(long ticks, long nanoseconds)
    {
        if (_from is not { } from)
        {
            _from = _last = (ticks, nanoseconds);
            return true;
        }
        var sinceLast = nanoseconds - _last.Nanoseconds;
        if (sinceLast < LeastSpan)
            return true;
        if (ticks <= _last.Ticks)
            return false;
        if (Nanoseconds != 0 && Math.Abs((ticks - _last.Ticks) * Nanoseconds / sinceLast - 1) > Tolerance)
            return false;
        _last = (ticks, nanoseconds);
        var span = nanoseconds - from.Nanoseconds;
        if (span >= SpanToTrust)
            Nanoseconds = (double)span / (ticks - from.Ticks);
        if (span >= SpanToForget)
            _from = _last;
        return true;
    }
}
