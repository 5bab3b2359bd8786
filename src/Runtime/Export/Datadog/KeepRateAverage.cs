namespace DdRun.Export.Datadog;

/// <summary>The share of traces that were kept over the last flushes. Mirrors the Python library's simple moving average.</summary>
internal sealed class KeepRateAverage(int flushes = 10)
{
    private readonly (long Kept, long Total)[] _flushes = new (long, long)[flushes];
    private int _next;
    private long _kept, _total;

    /// <summary>1 as long as nothing was counted.</summary>
    public double Value => _total == 0 ? 1 : (double)_kept / _total;

    public void Add(long kept, long total)
    {
        kept = Math.Clamp(kept, 0, Math.Max(0, total));
        var (oldKept, oldTotal) = _flushes[_next];
        _kept += kept - oldKept;
        _total += Math.Max(0, total) - oldTotal;
        _flushes[_next] = (kept, Math.Max(0, total));
        _next = (_next + 1) % _flushes.Length;
    }
}
