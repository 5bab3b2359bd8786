using System.Diagnostics;
using System.Runtime.CompilerServices;
using DdRun.Configuration;
using DdRun.Jit;
using DdRun.Metrics.DogStatsd;
using DdRun.Metrics.DogStatsd.Lines;
using DdRun.Metrics.Sources;

namespace DdRun.Metrics.Reports;

#pragma warning disable CA1001 // Stop disposes of the listener; this may start again.
/// <summary>All sources and the client they report through.</summary>
internal sealed class RuntimeMetricsReport
{
    private readonly IMetricSource[] _sources;
    private readonly ExceptionSource _exceptions = new();
    private readonly AspNetCoreWatch _aspNetCore;
    private StatsdWorker? _worker;
    private StatsdSink? _sink;
    private Settings? _endOf;
    private PeriodicReport? _report;
#pragma warning disable CA1859 // By its own type, the listener would be loaded where nobody asks for it.
    private IMetricSource? _events;
#pragma warning restore CA1859

    public RuntimeMetricsReport()
    {
        _aspNetCore = new(() => _worker?.Wake());
        _sources =
        [
            new CpuSource(),
            OperatingSystem.IsLinux() ? new LinuxProcessSource() : new ProcessSource(),
            new ContainerSource(),
            new GcSource(),
            new ThreadSource(),
            new CodeSource(),
            _exceptions,
            _aspNetCore,
        ];
    }

    public void Start(StatsdWorker worker, TimeSpan interval)
    {
        _worker = worker;
        _endOf = Settings.Current;
        _sink = new(worker.Writer, LineEnd.ForRuntimeMetrics(_endOf), worker.Telemetry);
        _report = new(interval, Write, _aspNetCore.ListenIfWanted);
        _exceptions.Start();
        _aspNetCore.Start();
        if (!_endOf.RuntimeMetricsPolled)
            Listen();
        worker.Add(_report);
    }

    /// <summary>Reports a last time.</summary>
    public void Stop()
    {
        _exceptions.Stop();
        if (_report != null)
            _worker?.Remove(_report);
        _aspNetCore.Stop();
        // Here, and never at exit: there it has crashed processes.
        (_events as IDisposable)?.Dispose();
        _events = null;
    }

    // Apart, and rarely asked for: it loads an assembly.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Listen() => _events = new EventSourceListener();

    [MethodImpl(Compile.Once)]
    private void Write()
    {
        var settings = Settings.Current;
        if (!ReferenceEquals(settings, _endOf))
        {
            _endOf = settings;
            _sink!.End = LineEnd.ForRuntimeMetrics(settings);
        }
        _sink!.Now = Stopwatch.GetTimestamp();
        foreach (var source in _sources)
            source.Collect(_sink);
        _events?.Collect(_sink);
    }
}
