using System.Diagnostics;

namespace DdRun.Metrics;

/// <summary>How fast a total grows.</summary>
internal sealed class RateOf
{
    private double _last = double.NaN;
    private long _at;

    /// <returns>Units per second since the last call; null the first time.</returns>
    public double? Next(double total)
    {
        var now = Stopwatch.GetTimestamp();
        var seconds = Stopwatch.GetElapsedTime(_at, now).TotalSeconds;
        double? rate = double.IsNaN(_last) || seconds <= 0 ? null : Math.Max(0, total - _last) / seconds;
        _last = total;
        _at = now;
        return rate;
    }
}
