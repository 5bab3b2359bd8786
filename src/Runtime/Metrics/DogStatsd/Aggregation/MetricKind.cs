namespace DdRun.Metrics.Aggregation;

internal enum MetricKind
{
    Count,
    Gauge,
    Histogram,
    Distribution,
    Timing,
    Set,
}
