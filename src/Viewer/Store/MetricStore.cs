namespace DdRun.Viewer.Store;

/// <summary>Every series, bounded: when there is no room, new series are turned away and counted.</summary>
internal sealed class MetricStore(long limit)
{
    private readonly Dictionary<(string Name, string Tags), MetricSeries> _series = [];

    /// <summary>Where a value goes that has no room.</summary>
    private readonly MetricSeries _overflow = new("", "", MetricKind.Gauge, "");

    // OTLP's cumulative histograms come as totals; what is kept is what was added.
    private readonly Dictionary<MetricSeries, (double Sum, long Count)> _totals = [];
    private long _memory;

    public Lock Gate { get; } = new();

    public IReadOnlyCollection<MetricSeries> All => _series.Values;

    public long Received { get; private set; }

    public long Dropped { get; private set; }

    public long Memory => _memory;

    private readonly long _started = Clock.Now;

    public MetricSeries Series(string name, string tags, MetricKind kind, string unit)
    {
        lock (Gate)
        {
            if (_series.TryGetValue((name, tags), out var series))
                return series;
            if (_memory > limit)
                return _overflow;
            series = new(name, tags, kind, unit);
            _memory += series.Memory;
            return _series[(name, tags)] = series;
        }
    }

    /// <param name="series">Of this store.</param>
    /// <param name="time">Nanoseconds since 1970.</param>
    /// <param name="value">A finite number.</param>
    public void Add(MetricSeries series, long time, double value)
    {
        lock (Gate)
        {
            if (!Take(series))
                return;
            var before = series.Memory;
            series.Add(time / 1_000_000_000, value);
            _memory += series.Memory - before;
        }
    }

    /// <summary>
    /// A total begins at zero with its sender: where that started while we watched, what it counts up to its first report is something new too.
    /// </summary>
    /// <param name="series">Of this store.</param>
    /// <param name="start">Nanoseconds since 1970.</param>
    /// <param name="first">The time of the report that comes next.</param>
    public void Begin(MetricSeries series, long start, long first)
    {
        lock (Gate)
        {
            if (series.Count > 0 || start < _started || ReferenceEquals(series, _overflow))
                return;
            var before = series.Memory;
            series.Add(Math.Min(start / 1_000_000_000, (first / 1_000_000_000) - 1), 0);
            _memory += series.Memory - before;
        }
    }

    public void Add(MetricSeries series, long time, double sum, double min, double max, long count, bool isTotal)
    {
        lock (Gate)
        {
            if (!Take(series))
                return;
            if (isTotal)
            {
                var (sumBefore, countBefore) = _totals.GetValueOrDefault(series);
                _totals[series] = (sum, count);
                // A smaller count is a new start of the sender's.
                if (count >= countBefore)
                    (sum, count) = (sum - sumBefore, count - countBefore);
            }

            if (count == 0)
                return;
            var before = series.Memory;
            series.Add(time / 1_000_000_000, sum, min, max, count);
            _memory += series.Memory - before;
        }
    }

    public void Clear()
    {
        lock (Gate)
        {
            _series.Clear();
            _totals.Clear();
            _memory = 0;
        }
    }

    private bool Take(MetricSeries series)
    {
        Received++;
        if (!ReferenceEquals(series, _overflow))
            return true;
        Dropped++;
        return false;
    }
}
