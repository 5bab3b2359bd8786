using System.Diagnostics;

namespace DdRun.Sampling;

/// <summary>Lets so many pass a second: a bucket that holds one second's worth and fills continuously. 0 blocks all, a negative limit lets all pass.</summary>
internal sealed class RateLimiter
{
    private const double WindowTicks = TimeSpan.TicksPerSecond;
    private readonly object _lock = new();
    private readonly double _limit;
    private readonly Func<long> _clock;
    private double _tokens;
    private long _filled = -1;
    private long _window = -1;
    private double? _previousRate;
    private long _allowed;
    private long _total;

    /// <param name="limit">Passes a second.</param>
    /// <param name="clock">Time in ticks of 100 ns, from any start; for tests.</param>
    public RateLimiter(double limit, Func<long>? clock = null)
    {
        _limit = _tokens = limit;
        _clock = clock ?? Now;
    }

    internal double Tokens
    {
        get
        {
            lock (_lock)
                return _tokens;
        }
    }

    /// <summary>Share that passed, averaged over this second and the one before.</summary>
    public double EffectiveRate
    {
        get
        {
            lock (_lock)
                return Effective();
        }
    }

    /// <param name="effectiveRate">What <see cref="EffectiveRate"/> is with this call counted.</param>
    public bool TryPass(out double effectiveRate)
    {
        lock (_lock)
        {
            var now = _clock();
            var allowed = _limit < 0 || (_limit > 0 && Take(now));
            Count(allowed, now);
            effectiveRate = Effective();
            return allowed;
        }
    }

    private bool Take(long now)
    {
        // A limit below 1 still has room for one, or nothing would ever pass.
        if (_filled >= 0)
            _tokens = Math.Min(Math.Max(_limit, 1), _tokens + (now - _filled) / WindowTicks * _limit);
        _filled = now;
        if (_tokens < 1)
            return false;
        _tokens--;
        return true;
    }

    private void Count(bool allowed, long now)
    {
        if (_window < 0)
        {
            _window = now;
        }
        else if (now - _window >= WindowTicks)
        {
            _previousRate = Current();
            _allowed = _total = 0;
            _window = now;
        }
        if (allowed)
            _allowed++;
        _total++;
    }

    private double Effective() => _previousRate is { } previous ? (previous + Current()) / 2 : Current();

    private double Current() => _total == 0 ? 1 : (double)_allowed / _total;

    private static long Now() => Stopwatch.GetElapsedTime(0).Ticks;
}
