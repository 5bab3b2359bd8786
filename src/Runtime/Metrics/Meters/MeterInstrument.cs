using System.Diagnostics.Metrics;

namespace DdRun.Metrics.Meters;

/// <summary>An instrument that is listened to, and its time series.</summary>
internal sealed class MeterInstrument
{
    private static readonly double[] s_seconds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
    private static readonly double[] s_usual = [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000];

    public MeterInstrument(Instrument instrument)
    {
        Name = instrument.Name;
        Unit = instrument.Unit ?? "";
        Description = instrument.Description ?? "";
        Meter = instrument.Meter.Name;
        MeterVersion = instrument.Meter.Version;
        Kind = KindOf(instrument);
        var bounds = Kind == InstrumentKind.Histogram ? BoundsOf(instrument) : [];
        Table = new(tags => Kind == InstrumentKind.Histogram ? new HistogramPoint(tags, bounds) : new NumberPoint(tags, Adds));
    }

    public string Name { get; }
    public string Unit { get; }
    public string Description { get; }
    public string Meter { get; }
    public string? MeterVersion { get; }
    public InstrumentKind Kind { get; }
    public PointTable Table { get; }

    /// <summary>Whether it says totals or values when asked.</summary>
    public bool IsObserved => Kind is InstrumentKind.ObservableCounter or InstrumentKind.ObservableUpDownCounter or InstrumentKind.ObservableGauge;

    private bool Adds => Kind is InstrumentKind.Counter or InstrumentKind.UpDownCounter;

    private static InstrumentKind KindOf(Instrument instrument)
    {
        for (var type = instrument.GetType(); type is not null; type = type.BaseType)
        {
            var kind = type.Name switch
            {
                "Counter`1" => InstrumentKind.Counter,
                "UpDownCounter`1" => InstrumentKind.UpDownCounter,
                "Gauge`1" => InstrumentKind.Gauge,
                "Histogram`1" => InstrumentKind.Histogram,
                "ObservableCounter`1" => InstrumentKind.ObservableCounter,
                "ObservableUpDownCounter`1" => InstrumentKind.ObservableUpDownCounter,
                "ObservableGauge`1" => InstrumentKind.ObservableGauge,
                _ => InstrumentKind.Unknown,
            };
            if (kind != InstrumentKind.Unknown)
                return kind;
        }
        return InstrumentKind.Unknown;
    }

    private static double[] BoundsOf(Instrument instrument) => Advised(instrument) ?? (instrument.Unit == "s" ? s_seconds : s_usual);

#if NET9_0_OR_GREATER
    private static double[]? Advised(Instrument instrument) => instrument switch
    {
        Histogram<double> histogram => Doubles(histogram.Advice?.HistogramBucketBoundaries),
        Histogram<long> histogram => Doubles(histogram.Advice?.HistogramBucketBoundaries),
        Histogram<int> histogram => Doubles(histogram.Advice?.HistogramBucketBoundaries),
        Histogram<float> histogram => Doubles(histogram.Advice?.HistogramBucketBoundaries),
        _ => null,
    };

    private static double[]? Doubles<T>(IReadOnlyList<T>? bounds)
    {
        if (bounds is null)
            return null;
        var doubles = new double[bounds.Count];
        for (var i = 0; i < doubles.Length; i++)
            doubles[i] = Convert.ToDouble(bounds[i], System.Globalization.CultureInfo.InvariantCulture);
        return doubles;
    }
#else
    private static double[]? Advised(Instrument instrument) => null;
#endif
}
