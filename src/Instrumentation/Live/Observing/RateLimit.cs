namespace DdRun.Instrumentation.Live.Observing;

/// <summary>So many in a second, from any thread.</summary>
internal sealed class RateLimit(int perSecond)
{
    private long _second;
    private int _taken;

    public bool TryTake()
    {
        var second = Environment.TickCount64 / 1000;
        var last = Volatile.Read(ref _second);
        if (second != last && Interlocked.CompareExchange(ref _second, second, last) == last)
            Volatile.Write(ref _taken, 0);
        return Volatile.Read(ref _taken) < perSecond && Interlocked.Increment(ref _taken) <= perSecond;
    }
}
