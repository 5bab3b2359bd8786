using DdRun.Configuration;
using DdRun.Export.Otlp;

namespace DdRun.Hosting;

/// <summary>The process's exporter of log records.</summary>
internal static class ProcessLogs
{
    private static readonly object s_change = new();
    private static LogExporter? s_current;
    private static Settings? s_currentOf;

    /// <summary>Null where log records do not go by OTLP.</summary>
    public static LogExporter? Current => For(Settings.Current);

    /// <summary>The same for settings that need not be the process's.</summary>
    public static LogExporter? For(Settings settings)
    {
        if (settings.Otlp?.Logs is null)
            return null;
        if (s_current is { } current && (ReferenceEquals(s_currentOf, settings) || s_currentOf?.Otlp?.Logs == settings.Otlp.Logs))
            return current;
        lock (s_change)
        {
            if (s_current is null || s_currentOf?.Otlp?.Logs != settings.Otlp.Logs)
                s_current = new LogExporter(settings);
            s_currentOf = settings;
            return s_current;
        }
    }
}
