namespace DdRun.Metrics;

/// <summary>Knows some numbers of this process.</summary>
internal interface IMetricSource
{
    /// <summary>Called from one thread at a time.</summary>
    void Collect(MetricSink sink);
}
