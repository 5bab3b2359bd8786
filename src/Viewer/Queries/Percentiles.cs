namespace DdRun.Viewer.Queries;

/// <summary>Durations of a group, in nanoseconds, and what can be said about them.</summary>
internal sealed class Percentiles
{
    private readonly List<long> _values = [];
    private bool _sorted;

    public int Count => _values.Count;

    public long Sum { get; private set; }

    public void Add(long value)
    {
        _values.Add(value);
        Sum += value;
        _sorted = false;
    }

    /// <param name="part">From 0 to 1.</param>
    public long At(double part)
    {
        if (_values.Count == 0)
            return 0;
        if (!_sorted)
            _values.Sort();
        _sorted = true;
        return _values[Math.Min(_values.Count - 1, (int)(part * _values.Count))];
    }
}
