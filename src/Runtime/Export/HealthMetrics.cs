using DdRun.Configuration;
using DdRun.Diagnostics;
using DdRun.Tracing;

namespace DdRun.Export;

/// <summary><c>datadog.tracer.*</c>, when asked for: to where metrics go, by OTLP or to DogStatsD. On the writer's thread.</summary>
internal sealed class HealthMetrics(Settings settings)
{
    private readonly bool _enabled = settings.HealthMetricsEnabled;
    private HealthMeter? _meter;
    private long _finishedChunks, _finishedSpans, _full, _filtered, _unsampled, _failed, _rejected, _closed, _shed;
    private bool _isShedding;

    public void Requested(string endpoint)
    {
        if (_enabled)
            Count("datadog.tracer.http.requests", 1, "endpoint", endpoint);
    }

    public void Failed(string endpoint, string reason)
    {
        if (_enabled)
            Count("datadog.tracer.http.errors", 1, "endpoint", endpoint, "type", reason);
    }

    public void Sent(int bytes, int traces)
    {
        if (!_enabled)
            return;
        Distribute("datadog.tracer.http.sent.bytes", bytes);
        Distribute("datadog.tracer.http.sent.traces", traces);
    }

    public void Lost(int bytes, int traces)
    {
        if (!_enabled)
            return;
        Distribute("datadog.tracer.http.dropped.bytes", bytes);
        Distribute("datadog.tracer.http.dropped.traces", traces);
    }

    /// <summary>What has been counted since the last time.</summary>
    public void Report(WriterCounters counters)
    {
        if (!_enabled)
            return;
        Delta("datadog.tracer.buffer.accepted.traces", ref counters.FinishedChunks, ref _finishedChunks);
        Delta("datadog.tracer.buffer.accepted.spans", ref counters.FinishedSpans, ref _finishedSpans);
        Delta("datadog.tracer.buffer.dropped.spans", ref counters.DroppedFull, ref _full, "full");
        Delta("datadog.tracer.buffer.dropped.spans", ref counters.DroppedShed, ref _shed, "shed");
        Delta("datadog.tracer.buffer.dropped.spans", ref counters.DroppedFiltered, ref _filtered, "filtered");
        Delta("datadog.tracer.buffer.dropped.spans", ref counters.DroppedUnsampled, ref _unsampled, "unsampled");
        Delta("datadog.tracer.buffer.dropped.spans", ref counters.DroppedFailed, ref _failed, "failed");
        Delta("datadog.tracer.buffer.dropped.spans", ref counters.DroppedRejected, ref _rejected, "rejected");
        Delta("datadog.tracer.buffer.dropped.spans", ref counters.DroppedClosed, ref _closed, "closed");
    }

    /// <summary>The share of new traces that are left out: from the time that there are some until there are none again.</summary>
    public void Report(LoadShedding shedding)
    {
        if (!_enabled || (!shedding.IsActive && !_isShedding))
            return;
        _isShedding = shedding.IsActive;
        Level("datadog.tracer.shed.share", 1 - shedding.Share);
    }

    private void Delta(string name, ref long counter, ref long last, string? reason = null)
    {
        var now = Volatile.Read(ref counter);
        if (now == last)
            return;
        if (reason is null)
            Count(name, now - last);
        else
            Count(name, now - last, "reason", reason);
        last = now;
    }

    private HealthMeter Meter => _meter ??= new();

    // Tags as keys and values in turn.
    private void Count(string name, long value, params string[] tags) =>
        Write(() => Statsd.Default.Increment(name, value, Joined(tags)), () => Meter.Count(name, value, tags));

    private void Distribute(string name, int value) => Write(() => Statsd.Default.Distribution(name, value), () => Meter.Distribute(name, value));

    private void Level(string name, double value) => Write(() => Statsd.Default.Gauge(name, value), () => Meter.Set(name, value));

    // Where nothing goes by OTLP, no meter is loaded. What counts a send must not be able to change what becomes of it.
    private void Write(Action toStatsd, Action toMeter)
    {
        try
        {
            (settings.Otlp?.Metrics is null ? toStatsd : toMeter)();
        }
        catch (Exception e)
        {
            Log.Debug($"Sending traces could not be counted: {e.Message}");
        }
    }

    private static string[] Joined(string[] tags)
    {
        var joined = new string[tags.Length / 2];
        for (var i = 0; i < joined.Length; i++)
            joined[i] = tags[i * 2] + ":" + tags[i * 2 + 1];
        return joined;
    }
}
