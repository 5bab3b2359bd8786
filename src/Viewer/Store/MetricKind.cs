namespace DdRun.Viewer.Store;

internal enum MetricKind
{
    /// <summary>How much was added, per second of its arrival.</summary>
    Count,
    /// <summary>The last value.</summary>
    Gauge,
    /// <summary>Number, sum, least and greatest of the values.</summary>
    Distribution,
    /// <summary>How many values were put into a set.</summary>
    Set,
    /// <summary>A total that only grows, as OTLP's cumulative sums: kept as it is, shown as its change.</summary>
    Total,
}
