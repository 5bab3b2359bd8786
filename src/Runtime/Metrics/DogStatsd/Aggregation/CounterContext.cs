using DdRun.Metrics.DogStatsd.Lines;

namespace DdRun.Metrics.DogStatsd.Aggregation;

/// <summary>A sum. What could not be sent stays in it, and an increment is never lost to a flush that runs at the same time.</summary>
internal sealed class CounterContext(in ContextKey key, int hash, byte[] sentName, byte[] ownTags) : MetricContext(key, hash, sentName, ownTags), IDelivery
{
    // Far below anything that adds up in a process; an increment that sees it knows that the context is gone.
    private const long Retired = long.MinValue / 2;

    private long _sum;
    private long _onTheWay;

    public bool TryAdd(long value)
    {
        if (Interlocked.Add(ref _sum, value) > Retired / 2)
            return true;
        Interlocked.Exchange(ref _sum, Retired);
        return false;
    }

    public override int Write(PacketWriter writer, LineEnd end)
    {
        if (Volatile.Read(ref _sum) == 0)
            return 0;
        _onTheWay = Interlocked.Exchange(ref _sum, 0);
        if (_onTheWay == 0)
            return 0;
        Begin(writer);
        writer.Append(_onTheWay);
        return End(writer, end, Rate, this) ? 1 : 0;
    }

    public override bool TryRetire() => Interlocked.CompareExchange(ref _sum, Retired, 0) == 0;

    public void Delivered() => _onTheWay = 0;

    public void Failed()
    {
        Interlocked.Add(ref _sum, _onTheWay);
        _onTheWay = 0;
    }
}
