using System.Runtime.CompilerServices;
using DdRun.Diagnostics;

namespace DdRun.Metrics.Sources;

/// <summary>Thread pool, locks, timers.</summary>
internal sealed class ThreadSource : IMetricSource
{
    private readonly Total _contentions = Total.OfProcess("runtime.dotnet.threads.contention_count"u8);
    private readonly Total _workItems = Total.OfProcess("runtime.dotnet.threads.work_items"u8);

    [MethodImpl(Compile.Once)]
    public void Collect(MetricSink sink)
    {
        _contentions.Value = Monitor.LockContentionCount;
        sink.Count(_contentions);
        var workers = ThreadPool.ThreadCount;
        sink.Gauge("runtime.dotnet.threads.workers_count"u8, workers);
        // Where nobody uses the pool, asking for its queue would make one.
        sink.Gauge("runtime.dotnet.threads.queue_length"u8, workers > 0 ? ThreadPool.PendingWorkItemCount : 0);
        _workItems.Value = ThreadPool.CompletedWorkItemCount;
        sink.Count(_workItems);
        sink.Gauge("runtime.dotnet.timers.count"u8, Timer.ActiveCount);
    }
}
