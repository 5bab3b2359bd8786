namespace DdRun.Metrics.DogStatsd.Aggregation;

internal enum MetricKind
{
    Count,
    Gauge,
    Histogram,
    Distribution,
    Timing,
    Set,
}
