namespace DdRun.Viewer.Store;

/// <summary>Everything that is kept, within one bound of memory.</summary>
internal sealed class Stores(long limit)
{
    public SpanStore Spans { get; } = new(limit / 100 * 75);

    public MetricStore Metrics { get; } = new(limit / 100 * 15);

    public LogStore Logs { get; } = new(limit / 100 * 10);

    /// <summary>Bytes.</summary>
    public long Limit => limit;

    /// <summary>Nanoseconds since 1970.</summary>
    public long Started { get; } = Clock.Now;

    /// <summary>Payloads and lines that could not be read.</summary>
    public long Malformed => Volatile.Read(ref _malformed);

    private long _malformed;

    public void CountMalformed() => Interlocked.Increment(ref _malformed);

    /// <summary>Changes with whatever comes in.</summary>
    public long Version => Spans.Version + Metrics.Received + Logs.Received;

    public void Clear()
    {
        lock (Spans.Gate)
            Spans.Clear();
        Metrics.Clear();
        Logs.Clear();
    }
}
