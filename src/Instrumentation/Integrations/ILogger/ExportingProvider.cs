using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using DdRun.Diagnostics;
using DdRun.Export.Otlp;
using DdRun.Hosting;
using Microsoft.Extensions.Logging;

namespace DdRun.Instrumentation.Integrations.ILogger;

/// <summary>A log provider that sends records by OTLP.</summary>
[ProviderAlias("OpenTelemetry")]
internal sealed class ExportingProvider(LogExporter exporter) : ILoggerProvider, ISupportExternalScope
{
    private static readonly ConditionalWeakTable<LoggerFactory, object?> s_known = [];

    public LogExporter Exporter => exporter;

    public IExternalScopeProvider? Scopes { get; private set; }

    /// <summary>Adds one to a factory, once, where log records are to go by OTLP.</summary>
    public static void AddTo(LoggerFactory factory)
    {
        if (ProcessLogs.Current is not { } exporter || !s_known.TryAdd(factory, null))
            return;
        if (HandsOver(factory))
            Log.Debug("Integration ILogger: another library's provider is among those of the log factory; its records are sent, and these are not.");
        else
            factory.AddProvider(new ExportingProvider(exporter));
    }

    public Microsoft.Extensions.Logging.ILogger CreateLogger(string categoryName) => new ExportingLogger(categoryName, this);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => Scopes = scopeProvider;

    public void Dispose()
    {
    }

    // Serilog and NLog get what is logged here as well, and send it: nothing is sent twice.
    private static bool HandsOver(LoggerFactory factory)
    {
        if (typeof(LoggerFactory).GetField("_providerRegistrations", BindingFlags.NonPublic | BindingFlags.Instance)?.GetValue(factory) is not IEnumerable registrations)
            return false;
        foreach (var registration in registrations)
            if (registration.GetType().GetField("Provider")?.GetValue(registration)?.GetType().Namespace is { } space
                && (space.StartsWith("Serilog", StringComparison.Ordinal) || space.StartsWith("NLog", StringComparison.Ordinal)))
                return true;
        return false;
    }
}
