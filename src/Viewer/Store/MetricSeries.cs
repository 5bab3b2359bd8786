namespace DdRun.Viewer.Store;

/// <summary>One metric with one set of tags, a point a second, the oldest out first.</summary>
internal sealed class MetricSeries(string name, string tags, MetricKind kind, string unit)
{
    /// <summary>Two hours, where there is a value each second; a day, where there is one every ten.</summary>
    public const int MaxPoints = 8192;

    private MetricPoint[] _points = new MetricPoint[8];
    private int _start;

    public string Name => name;
    public string Tags => tags;
    public MetricKind Kind => kind;
    public string Unit => unit;
    public int Count { get; private set; }

    /// <summary>The value that came last.</summary>
    public double Last { get; private set; }

    /// <summary>Of all values that ever came, those that had to make room included.</summary>
    public double Sum { get; private set; }

    public long Memory => 200 + (2L * (name.Length + tags.Length)) + (_points.Length * 40L);

    /// <summary>From the oldest on.</summary>
    public MetricPoint this[int index] => _points[(_start + index) % _points.Length];

    public void Add(long second, double value)
    {
        Last = value;
        Sum += value;
        if (Count > 0)
        {
            ref var last = ref _points[(_start + Count - 1) % _points.Length];
            // What comes late is counted now.
            if (second <= last.Second)
            {
                last = kind is MetricKind.Gauge or MetricKind.Total
                    ? new(last.Second, value, Math.Min(last.Min, value), Math.Max(last.Max, value), last.Count + 1)
                    : new(last.Second, last.Value + value, Math.Min(last.Min, value), Math.Max(last.Max, value), last.Count + 1);
                return;
            }
        }

        Append(new(second, value, value, value, 1));
    }

    /// <summary>Several values at once, of which only these are known.</summary>
    public void Add(long second, double sum, double min, double max, long count)
    {
        Last = sum / count;
        Sum += sum;
        if (Count > 0)
        {
            ref var last = ref _points[(_start + Count - 1) % _points.Length];
            if (second <= last.Second)
            {
                last = new(last.Second, last.Value + sum, Math.Min(last.Min, min), Math.Max(last.Max, max), last.Count + count);
                return;
            }
        }

        Append(new(second, sum, min, max, count));
    }

    private void Append(MetricPoint point)
    {
        if (Count == _points.Length && Count < MaxPoints)
        {
            var larger = new MetricPoint[2 * Count];
            for (var i = 0; i < Count; i++)
                larger[i] = this[i];
            (_points, _start) = (larger, 0);
        }

        if (Count == _points.Length)
        {
            _points[_start] = point;
            _start = (_start + 1) % _points.Length;
            return;
        }

        _points[(_start + Count) % _points.Length] = point;
        Count++;
    }
}
