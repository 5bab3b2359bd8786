namespace DdRun.Metrics.Sources;

/// <summary>Thread pool, locks, timers.</summary>
internal sealed class ThreadSource : IMetricSource
{
    private readonly Total _contentions = Total.OfProcess("runtime.dotnet.threads.contention_count"u8);
    private readonly Total _workItems = Total.OfProcess("runtime.dotnet.threads.work_items"u8);

    public void Collect(MetricSink sink)
    {
        _contentions.Value = Monitor.LockContentionCount;
        sink.Count(_contentions);
        sink.Gauge("runtime.dotnet.threads.workers_count"u8, ThreadPool.ThreadCount);
        sink.Gauge("runtime.dotnet.threads.queue_length"u8, ThreadPool.PendingWorkItemCount);
        _workItems.Value = ThreadPool.CompletedWorkItemCount;
        sink.Count(_workItems);
        sink.Gauge("runtime.dotnet.timers.count"u8, Timer.ActiveCount);
    }
}
