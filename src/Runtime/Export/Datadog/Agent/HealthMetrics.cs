using DdRun.Configuration;
using DdRun.Diagnostics;
using DdRun.Tracing;

namespace DdRun.Export.Datadog.Agent;

/// <summary><c>datadog.tracer.*</c> over DogStatsD, when asked for. On the writer's thread.</summary>
internal sealed class HealthMetrics(Settings settings)
{
    private readonly bool _enabled = settings.HealthMetricsEnabled;
    private long _finishedChunks, _finishedSpans, _full, _filtered, _unsampled, _failed, _shed;
    private bool _isShedding;

    public void Requested(string endpoint)
    {
        if (_enabled)
            Try(() => Statsd.Default.Increment("datadog.tracer.http.requests", 1, ["endpoint:" + endpoint]));
    }

    public void Failed(string endpoint, string reason)
    {
        if (_enabled)
            Try(() => Statsd.Default.Increment("datadog.tracer.http.errors", 1, ["endpoint:" + endpoint, "type:" + reason]));
    }

    public void Sent(int bytes, int traces)
    {
        if (_enabled)
            Try(() => Distribute("datadog.tracer.http.sent.bytes", bytes, "datadog.tracer.http.sent.traces", traces));
    }

    public void Lost(int bytes, int traces)
    {
        if (_enabled)
            Try(() => Distribute("datadog.tracer.http.dropped.bytes", bytes, "datadog.tracer.http.dropped.traces", traces));
    }

    /// <summary>What has been counted since the last time.</summary>
    public void Report(WriterCounters counters)
    {
        if (_enabled)
            Try(() => ReportDeltas(counters));
    }

    /// <summary>The share of new traces that are left out: from the time that there are some until there are none again.</summary>
    public void Report(LoadShedding shedding)
    {
        if (!_enabled || (!shedding.IsActive && !_isShedding))
            return;
        _isShedding = shedding.IsActive;
        Try(() => Statsd.Default.Gauge("datadog.tracer.shed.share", 1 - shedding.Share));
    }

    private void ReportDeltas(WriterCounters counters)
    {
        Delta("datadog.tracer.buffer.accepted.traces", ref counters.FinishedChunks, ref _finishedChunks);
        Delta("datadog.tracer.buffer.accepted.spans", ref counters.FinishedSpans, ref _finishedSpans);
        Delta("datadog.tracer.buffer.dropped.spans", ref counters.DroppedFull, ref _full, "reason:full");
        Delta("datadog.tracer.buffer.dropped.spans", ref counters.DroppedShed, ref _shed, "reason:shed");
        Delta("datadog.tracer.buffer.dropped.spans", ref counters.DroppedFiltered, ref _filtered, "reason:filtered");
        Delta("datadog.tracer.buffer.dropped.spans", ref counters.DroppedUnsampled, ref _unsampled, "reason:unsampled");
        Delta("datadog.tracer.buffer.dropped.spans", ref counters.DroppedFailed, ref _failed, "reason:failed");
    }

    private static void Distribute(string bytesName, int bytes, string tracesName, int traces)
    {
        Statsd.Default.Distribution(bytesName, bytes);
        Statsd.Default.Distribution(tracesName, traces);
    }

    // What counts a send must not be able to change what becomes of it.
    private static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e)
        {
            Log.Debug($"Sending traces could not be counted: {e.Message}");
        }
    }

    private static void Delta(string name, ref long counter, ref long last, string? tag = null)
    {
        var now = Volatile.Read(ref counter);
        if (now != last)
            Statsd.Default.Increment(name, now - last, tag is null ? [] : [tag]);
        last = now;
    }
}
