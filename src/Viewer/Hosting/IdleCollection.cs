using DdRun.Viewer.Store;

namespace DdRun.Viewer.Hosting;

/// <summary>Gives back what a burst has left, once it is over: the collector by itself waits for the next allocations, which may never come.</summary>
internal sealed class IdleCollection : IDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    private readonly Stores _stores;
    private readonly Timer _timer;
    private long _seen, _collected = -1;

    public IdleCollection(Stores stores)
    {
        _stores = stores;
        _timer = new(_ => Look(), null, Quiet, Quiet);
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var version = _stores.Version;
        var isQuiet = version == _seen;
        _seen = version;
        if (!isQuiet || version == _collected)
            return;
        _collected = version;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
