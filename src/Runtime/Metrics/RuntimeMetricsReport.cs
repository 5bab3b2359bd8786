using DdRun.Configuration;
using DdRun.Metrics.Sources;

namespace DdRun.Metrics;

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
        worker.Add(_report);
    }

    /// <summary>Reports a last time.</summary>
    public void Stop()
    {
        _exceptions.Stop();
        if (_report != null) _worker?.Remove(_report);
        _aspNetCore.Stop();
    }

    private void Write()
    {
        var settings = Settings.Current;
        if (!ReferenceEquals(settings, _endOf))
        {
            _endOf = settings;
            _sink!.End = LineEnd.ForRuntimeMetrics(settings);
        }
        foreach (var source in _sources) source.Collect(_sink!);
    }
}
