using DdRun.Metrics.DogStatsd.Lines;

namespace DdRun.Metrics.DogStatsd.Aggregation;

/// <summary>The last value wins.</summary>
internal sealed class GaugeContext(in ContextKey key, int hash, byte[] sentName, byte[] ownTags) : MetricContext(key, hash, sentName, ownTags)
{
    private double _value;
    private int _isNew;
    private volatile bool _retired;

    public bool TrySet(double value)
    {
        Volatile.Write(ref _value, value);
        // A full fence: either the retiring flush sees the value, or this sees that the context is retired.
        Interlocked.Exchange(ref _isNew, 1);
        return !_retired;
    }

    public override int Write(PacketWriter writer, LineEnd end)
    {
        if (Interlocked.Exchange(ref _isNew, 0) == 0)
            return 0;
        Begin(writer);
        writer.Append(Volatile.Read(ref _value));
        return End(writer, end, 1) ? 1 : 0;
    }

    public override bool TryRetire()
    {
        _retired = true;
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _isNew) == 0)
            return true;
        _retired = false;
        return false;
    }
}
