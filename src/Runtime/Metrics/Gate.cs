namespace DdRun.Metrics;

#pragma warning disable CA1001 // The event is left to the finalizer: somebody may still be on the way in.
/// <summary>A lock that does not show among the target's lock contentions, which are one of the metrics. Not re-entrant.</summary>
internal sealed class Gate
{
    private readonly AutoResetEvent _free = new(true);

    public Pass Enter()
    {
        _free.WaitOne();
        return new(this);
    }

    public bool TryEnter(int milliseconds, out Pass pass)
    {
        pass = new(this);
        return _free.WaitOne(milliseconds);
    }

    internal readonly ref struct Pass(Gate gate)
    {
        public void Dispose() => gate._free.Set();
    }
}
