using DdRun.Metrics.DogStatsd.Lines;

namespace DdRun.Metrics.DogStatsd.Aggregation;

/// <summary>
/// Single values of a histogram, distribution or timing. Beyond <see cref="Capacity"/> values a flush, a fair sample of them is kept
/// and sent with the rate that makes up for the rest.
/// </summary>
internal sealed class SampleContext(in ContextKey key, int hash, byte[] sentName, byte[] ownTags) : MetricContext(key, hash, sentName, ownTags)
{
    public const int Capacity = 256;

    private double[] _values = new double[8];
    private double[] _spare = [];
    private int _kept;
    private long _seen;
    private bool _retired;

    public bool TryAdd(double value)
    {
        lock (this)
        {
            if (_retired)
                return false;
            _seen++;
            if (_kept == _values.Length && _kept < Capacity)
                Array.Resize(ref _values, _kept * 2);
            if (_kept < Capacity)
                _values[_kept++] = value;
            else if (Random.Shared.NextInt64(_seen) is < Capacity and var place)
                _values[place] = value;
            return true;
        }
    }

    public override int Write(PacketWriter writer, LineEnd end)
    {
        double[] values;
        int kept;
        long seen;
        lock (this)
        {
            if (_kept == 0)
                return 0;
            (values, kept, seen) = (_values, _kept, _seen);
            _values = _spare.Length == values.Length ? _spare : new double[values.Length];
            _spare = values;
            _kept = 0;
            _seen = 0;
        }
        var lines = 0;
        var rate = Rate * kept / seen;
        for (var i = 0; i < kept; i++)
        {
            Begin(writer);
            writer.Append(values[i]);
            if (End(writer, end, rate))
                lines++;
        }
        return lines;
    }

    public override bool TryRetire()
    {
        lock (this)
            return _retired = _kept == 0;
    }
}
