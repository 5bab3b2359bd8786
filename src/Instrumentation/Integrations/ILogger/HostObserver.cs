using DdRun.Configuration;
using DdRun.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DdRun.Instrumentation.Integrations.ILogger;

/// <summary>Adds the trace to the log scopes of a host as soon as it is built.</summary>
internal sealed class HostObserver(Settings settings) : IDiagnosticObserver
{
    private const string Built = "HostBuilt";

    private readonly TraceScope _scope = new(settings);

    public bool Wants(string name, object? argument) => name == Built;

    public void OnEvent(string name, object? payload)
    {
        if (payload is not IHost host || host.Services.GetService(typeof(ILoggerFactory)) is not { } factory)
            return;
        if (factory is LoggerFactory standard)
        {
            ExportingProvider.AddTo(standard);
            if (settings.LogsInjection)
                ScopedFactory.Extend(standard, _scope);
        }
        else
            Log.Debug($"Integration ILogger: the log factory is a {factory.GetType()}, which is left alone.");
    }
}
