using DdRun.Configuration;
using Serilog;

namespace DdRun.Instrumentation.Integrations.Serilog;

/// <summary>Adds an enricher to every logger that is made.</summary>
internal sealed class SerilogLoggers : SideEffect
{
    private readonly SerilogTrace? _trace = Settings.Current.LogsInjection ? new(Settings.Current) : null;

    protected override void OnCall(object? value)
    {
        if (_trace is not null && value is LoggerConfiguration configuration)
            configuration.Enrich.With(_trace);
    }
}
