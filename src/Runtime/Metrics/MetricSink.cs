namespace DdRun.Metrics;

/// <summary>Where a source puts its numbers. DogStatsD is one such place; totals are cumulative so that others can follow.</summary>
internal abstract class MetricSink
{
    public abstract void Gauge(ReadOnlySpan<byte> name, long value);

    public abstract void Gauge(ReadOnlySpan<byte> name, double value);

    public abstract void Count(Total total);

    /// <summary>Single durations, in milliseconds.</summary>
    public abstract void Timing(ReadOnlySpan<byte> name, double milliseconds);
}
