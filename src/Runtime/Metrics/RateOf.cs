using System.Diagnostics;
using System.Runtime.CompilerServices;
using DdRun.Diagnostics;

namespace DdRun.Metrics;

/// <summary>How fast a total grows.</summary>
internal sealed class RateOf
{
    private double _last = double.NaN;
    private long _at;

    /// <returns>Units per second since the last call; not a number the first time.</returns>
    [MethodImpl(Compile.Once)]
    public double Next(double total)
    {
        var now = Stopwatch.GetTimestamp();
        var rate = now == _at ? double.NaN : (total - _last) * Stopwatch.Frequency / (now - _at);
        _last = total;
        _at = now;
        return rate < 0 ? 0 : rate;
    }
}
