using System.Collections.Concurrent;
using System.Diagnostics;

namespace DdRun.Benchmarks.Spans;

/// <summary>What an exporter of activities needs at least: a bounded queue that many threads may add to. Thrown away as often as <see cref="DiscardingWriter"/>'s.</summary>
internal sealed class ActivityQueue
{
    private const int Most = 700;

    private ConcurrentQueue<Activity> _queue = new();
    private int _count;

    public void Add(Activity activity)
    {
        _queue.Enqueue(activity);
        if (Interlocked.Increment(ref _count) > Most)
            Clear();
    }

    public void Clear()
    {
        _queue = new();
        _count = 0;
    }
}
