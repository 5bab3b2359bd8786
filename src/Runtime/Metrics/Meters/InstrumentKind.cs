namespace DdRun.Metrics.Meters;

/// <summary>The kinds of instruments of <c>System.Diagnostics.Metrics</c>.</summary>
internal enum InstrumentKind
{
    Unknown,
    Counter,
    UpDownCounter,
    Gauge,
    Histogram,
    ObservableCounter,
    ObservableUpDownCounter,
    ObservableGauge,
}
