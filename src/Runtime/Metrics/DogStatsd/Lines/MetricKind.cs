namespace DdRun.Metrics.DogStatsd.Lines;

internal enum MetricKind
{
    Count,
    Gauge,
    Histogram,
    Distribution,
    Timing,
    Set,
}
