using System.Diagnostics;
using System.Runtime.CompilerServices;
using DdRun.Configuration;
using DdRun.Diagnostics;
using DdRun.Export;
using DdRun.Export.Otlp;
using DdRun.Metrics.Meters;
using DdRun.Tracing;

namespace DdRun.Metrics.Otlp;

#pragma warning disable CA1001 // It lives as long as the process reports; Stop ends what it has.
/// <summary>Reports metrics to an OTLP receiver, on a thread of its own and a last time when the process ends.</summary>
internal sealed class OtlpMetrics : IEndsWithProcess
{
    private const int ThreadStack = 256 * 1024;
    private static readonly string[] s_frameworkMeters = ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http"];

    private readonly OtlpSettings _otlp;
    private readonly object _gate = new();
    private readonly ManualResetEventSlim _stop = new();
    private readonly Urgency _urgency = new();
    private readonly OtlpClient _client;
    private readonly ItemBatch _batch;
    private readonly MetricEncoder _encoder;
    private readonly MeterWatch _meters;
    private readonly RuntimeInstruments? _runtime;
    private readonly HashSet<string> _toldOverflow = [];
    // Whether all requests of this report have arrived so far.
    private bool _isWhole;
    private long _sentPoints, _rejectedPoints, _lostPoints;

    /// <param name="settings">With metrics by OTLP.</param>
    /// <param name="runtime">Whether the metrics of the runtime and its frameworks are wanted.</param>
    public OtlpMetrics(Settings settings, bool runtime)
    {
        _otlp = settings.Otlp!;
        _client = new OtlpClient(_otlp.Metrics!, SignalSchema.Metrics, "data points", _urgency);
        _batch = new ItemBatch(SignalSchema.Metrics, _otlp.Metrics!, service => ResourceEncoder.Encode(settings, service));
        _encoder = new MetricEncoder(_otlp.Temporality) { Start = Clock.UtcNanoseconds() };
        _encoder.LastReport = _encoder.Start;
        var patterns = new MeterPatterns(settings.Text("DD_METRICS_METERS"));
        _meters = new MeterWatch(meter => (runtime && Array.IndexOf(s_frameworkMeters, meter) >= 0)
            || (settings.HealthMetricsEnabled && meter == HealthMeter.Name) || patterns.Matches(meter));
        _meters.Start();
        if (runtime)
            _runtime = new();
    }

    /// <summary>Data points that the receiver took, that it rejected, and that were lost.</summary>
    public (long Sent, long Rejected, long Lost) Counts => (Interlocked.Read(ref _sentPoints), Interlocked.Read(ref _rejectedPoints), Interlocked.Read(ref _lostPoints));

    public void Start()
    {
        _runtime?.Start();
        ProcessEnd.Subscribe(this);
        new Thread(Run, ThreadStack) { IsBackground = true, Name = "dd-run metrics" }.UnsafeStart();
    }

    /// <summary>Reports a last time.</summary>
    public void Stop()
    {
        ProcessEnd.Unsubscribe(this);
        _stop.Set();
        _runtime?.Stop();
        Report();
        _meters.Stop();
        _client.Dispose();
    }

    public void BeginEnd(ExitDeadline limit)
    {
        _urgency.Begin(limit.Left);
        if (!Monitor.TryEnter(_gate, limit.Milliseconds(1000)))
            return;
        try
        {
            Report();
        }
        finally
        {
            Monitor.Exit(_gate);
            _urgency.End();
        }
    }

    public void FinishEnd(ExitDeadline limit, bool isCertain)
    {
    }

    /// <summary>Collects and sends now.</summary>
    public void Report()
    {
        OwnWork.Begin();
        try
        {
            lock (_gate)
                CollectAndSend();
        }
        catch (Exception e)
        {
            _encoder.Settle(arrived: false);
            _batch.Clear();
            Log.Error("Metrics of one interval are lost.", e);
        }
        finally
        {
            OwnWork.End();
        }
    }

    // What a report takes is loaded while the target starts, on a processor that would be idle, and not when the process waits for its last report.
    private void Rehearse()
    {
        OwnWork.Begin();
        try
        {
            lock (_gate)
            {
                _client.Bind();
                CollectRuntime();
                _batch.Payload();
                _batch.Clear();
                _encoder.Settle(arrived: false);
                _client.Connect();
            }
            HttpConnection.Rehearse();
        }
        catch (Exception e)
        {
            Log.Debug($"The rehearsal of metrics failed: {e.Message}");
        }
        finally
        {
            OwnWork.End();
        }
    }

    private void Run()
    {
        Rehearse();
        var next = Environment.TickCount64;
        while (true)
        {
            next += (long)_otlp.MetricInterval.TotalMilliseconds;
            if (_stop.Wait((int)Math.Clamp(next - Environment.TickCount64, 0, int.MaxValue)))
                return;
            Report();
            next = Math.Max(next, Environment.TickCount64 - 1);
        }
    }

    private void CollectAndSend()
    {
        _isWhole = true;
        CollectRuntime();
        if (_meters.Collector is { } collector)
            Collect(collector);
        Send(withLast: true);
        if (_isWhole)
            _encoder.LastReport = _encoder.Time;
    }

    private void CollectRuntime()
    {
        _encoder.Time = Clock.UtcNanoseconds();
        _runtime?.Collect(_encoder, Add);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Collect(MeterCollector collector)
    {
        collector.Observe();
        foreach (var instrument in collector.Instruments())
        {
            if (instrument.Kind == InstrumentKind.Histogram
                ? _encoder.Write(instrument.Name, instrument.Unit, instrument.Description, Points<HistogramPoint>(instrument))
                : _encoder.Write(instrument.Name, instrument.Unit, instrument.Description, instrument.Kind, Points<NumberPoint>(instrument)))
                Add(instrument.Meter, instrument.MeterVersion);
            TellOverflow(instrument);
        }
    }

    private void TellOverflow(MeterInstrument instrument)
    {
        if (instrument.Table.Overflows > 0 && _toldOverflow.Add(instrument.Meter + "/" + instrument.Name))
            Log.Warn($"The instrument '{instrument.Name}' of '{instrument.Meter}' has more than {PointTable.Capacity} sets of tags; the rest counts under otel.metric.overflow.");
    }

    // What an observable instrument did not say this time is not reported.
    private static List<TPoint> Points<TPoint>(MeterInstrument instrument)
        where TPoint : MeterPoint
    {
        var points = new List<TPoint>();
        foreach (var point in instrument.Table.Points())
        {
            if (instrument.IsObserved && !point.IsTouched)
                continue;
            point.IsTouched = false;
            points.Add((TPoint)point);
        }
        return points;
    }

    private void Add(string meter, string? version)
    {
        if (_batch.TryAdd(null, meter, version, _encoder.Message.Written, _otlp.MaxBytes))
            return;
        Send(withLast: false);
        if (_batch.TryAdd(null, meter, version, _encoder.Message.Written, _otlp.MaxBytes))
            return;
        Interlocked.Add(ref _lostPoints, _encoder.PointsOfLast);
        _encoder.ForgetLast();
        Log.Warn($"A metric of the meter '{meter}' is larger than a request may be; it is left out.");
    }

    private void Send(bool withLast)
    {
        var points = _encoder.PointCount - (withLast ? 0 : _encoder.PointsOfLast);
        if (_batch.Count == 0)
            return;
        var outcome = _client.Send(_batch.Payload(), points);
        Interlocked.Add(ref _sentPoints, outcome.Sent ? points - outcome.Rejected : 0);
        Interlocked.Add(ref _rejectedPoints, outcome.Rejected);
        Interlocked.Add(ref _lostPoints, outcome.Sent ? 0 : points);
        _encoder.Settle(outcome.Sent, withLast);
        _isWhole &= outcome.Sent;
        _batch.Clear();
    }
}
