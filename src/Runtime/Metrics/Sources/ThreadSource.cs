using System.Diagnostics;
using System.Runtime.CompilerServices;
using DdRun.Jit;

namespace DdRun.Metrics.Sources;

/// <summary>Thread pool, locks, timers.</summary>
internal sealed class ThreadSource : IMetricSource
{
    private readonly byte[] _workers = MetricText.Bytes("runtime.dotnet.threads.workers_count");
    private readonly byte[] _queueLength = MetricText.Bytes("runtime.dotnet.threads.queue_length");
    private readonly byte[] _timersName = MetricText.Bytes("runtime.dotnet.timers.count");

    // Counting timers takes a lock for every processor: not more often than once a second, however short the interval.
    private readonly long _second = Stopwatch.Frequency;
    private long _countTimersAt = long.MinValue;
    private long _timers;
    private readonly Total _contentions = Total.OfProcess("runtime.dotnet.threads.contention_count");
    private readonly Total _workItems = Total.OfProcess("runtime.dotnet.threads.work_items");

    [MethodImpl(Compile.Once)]
    public void Collect(MetricSink sink)
    {
        _contentions.Value = Monitor.LockContentionCount;
        sink.Count(_contentions);
        var workers = ThreadPool.ThreadCount;
        sink.Gauge(_workers, workers);
        // Where nobody uses the pool, asking for its queue would make one.
        sink.Gauge(_queueLength, workers > 0 ? ThreadPool.PendingWorkItemCount : 0);
        _workItems.Value = ThreadPool.CompletedWorkItemCount;
        sink.Count(_workItems);
        if (sink.Now >= _countTimersAt)
        {
            _timers = Timer.ActiveCount;
            _countTimersAt = sink.Now + _second;
        }
        sink.Gauge(_timersName, _timers);
    }
}
