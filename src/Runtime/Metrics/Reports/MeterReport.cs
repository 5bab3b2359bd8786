using System.Runtime.CompilerServices;
using DdRun.Diagnostics;
using DdRun.Metrics.DogStatsd;
using DdRun.Metrics.Meters;

namespace DdRun.Metrics.Reports;

#pragma warning disable CA1001 // It listens as long as the process lives.
/// <summary>
/// Reports the application's meters to DogStatsD: counters as counts, up-down counters and gauges as gauges, single values of histograms as
/// distributions.
/// </summary>
internal sealed class MeterReport : IMeterObserver
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);

    private readonly Statsd _client;
    private readonly MeterWatch _meters;
    private readonly HashSet<string> _toldOverflow = [];

    private MeterReport(MeterPatterns patterns, Statsd client)
    {
        _client = client;
        _meters = new MeterWatch(patterns.Matches, this);
        _meters.Start();
    }

    public static MeterReport Start(MeterPatterns patterns, Statsd client, StatsdWorker worker)
    {
        var report = new MeterReport(patterns, client);
        worker.Add(new PeriodicReport(s_interval, report.Write));
        return report;
    }

    public void Record(MeterInstrument instrument, MeterPoint point, double value) => _client.Distribution(instrument.Name, value, point.TagTexts);

    private void Write()
    {
        if (_meters.Collector is { } collector)
            Write(collector);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Write(MeterCollector collector)
    {
        collector.Observe();
        foreach (var instrument in collector.Instruments())
        {
            if (instrument.Table.Overflows > 0 && _toldOverflow.Add(instrument.Meter + "/" + instrument.Name))
                Log.Warn($"The instrument '{instrument.Name}' of '{instrument.Meter}' has more than {PointTable.Capacity} sets of tags; the rest counts under otel.metric.overflow.");
            if (instrument.Kind == InstrumentKind.Histogram)
                continue;
            foreach (var point in instrument.Table.Points())
            {
                if (!point.IsTouched)
                    continue;
                point.IsTouched = false;
                Write(instrument, (NumberPoint)point);
            }
        }
        // The client's own lines are written by the worker that is calling.
    }

    private void Write(MeterInstrument instrument, NumberPoint point)
    {
        var isCount = instrument.Kind is InstrumentKind.Counter or InstrumentKind.ObservableCounter;
        point.Look(delta: isCount, out var integer, out var number);
        if (!isCount)
            _client.Gauge(instrument.Name, integer + number, point.TagTexts);
        else if (point.IsInteger)
            _client.Increment(instrument.Name, integer, point.TagTexts);
        else
            WriteFraction(instrument, point, integer + number);
        if (point.IsInteger || !isCount)
            point.Delivered();
    }

    // Counts are whole; what is left over is part of the next one.
    private void WriteFraction(MeterInstrument instrument, NumberPoint point, double sum)
    {
        var whole = (long)Math.Truncate(sum);
        if (whole == 0)
            return;
        _client.Increment(instrument.Name, whole, point.TagTexts);
        point.Delivered(whole);
    }
}
