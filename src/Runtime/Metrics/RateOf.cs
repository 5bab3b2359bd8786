using System.Diagnostics;
using System.Runtime.CompilerServices;
using DdRun.Jit;

namespace DdRun.Metrics;

/// <summary>How fast a total grows.</summary>
internal sealed class RateOf
{
    private readonly double _frequency = Stopwatch.Frequency;
    private double _last = double.NaN;
    private long _at;

    /// <param name="total">What there is now.</param>
    /// <param name="now">Timestamp of <see cref="Stopwatch"/>.</param>
    /// <returns>Units per second since the last call; not a number the first time.</returns>
    [MethodImpl(Compile.Once)]
    public double Next(double total, long now)
    {
        var rate = now == _at ? double.NaN : (total - _last) * _frequency / (now - _at);
        _last = total;
        _at = now;
        return rate < 0 ? 0 : rate;
    }
}
