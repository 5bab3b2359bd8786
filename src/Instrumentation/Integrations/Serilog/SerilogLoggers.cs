using DdRun.Configuration;
using DdRun.Hosting;
using Serilog;

namespace DdRun.Instrumentation.Integrations.Serilog;

/// <summary>Adds an enricher to every logger that is made.</summary>
internal sealed class SerilogLoggers : SideEffect
{
    private readonly SerilogTrace? _trace = Settings.Current.LogsInjection ? new(Settings.Current) : null;

    protected override void OnCall(object? value)
    {
        if (value is not LoggerConfiguration configuration)
            return;
        if (_trace is not null)
            configuration.Enrich.With(_trace);
        if (ProcessLogs.Current is { } exporter)
            configuration.Enrich.With(new SerilogExport(exporter));
    }
}
