using DdRun.Configuration.Declarations;
using DdRun.Diagnostics;

namespace DdRun.Configuration;

internal sealed partial class Settings
{
    public bool TraceEnabled { get; private set; }
    public bool Debug => LogLevel == LogLevel.Debug;
    public LogLevel LogLevel { get; private set; }
    public bool StartupLogs { get; private set; }
    /// <summary>As <see cref="Diagnostics.LogSinks"/> takes them; null for the default.</summary>
    public string? LogSinks { get; private set; }

    public string? LogDirectory { get; private set; }
    public TimeSpan LoggingRate { get; private set; }
    public bool LogsInjection { get; private set; }
    public bool RuntimeMetricsEnabled { get; private set; }
    public TimeSpan RuntimeMetricsInterval { get; private set; }
    public bool RuntimeMetricsPolled { get; private set; }
    public bool HealthMetricsEnabled { get; private set; }

    /// <summary>Null where everything goes to a Datadog agent and to DogStatsD.</summary>
    public OtlpSettings? Otlp { get; private set; }

    private void ReadSwitches(SettingsSource source)
    {
        TraceEnabled = source.Flag(SwitchVariables.TraceEnabled);
        LogLevel = ReadLogLevel(source);
        StartupLogs = source.Flag(SwitchVariables.StartupLogs);
        LogSinks = ReadLogSinks(source);
        LogDirectory = source.Text(SwitchVariables.LogDirectory);
        LoggingRate = TimeSpan.FromSeconds(source.Integer(SwitchVariables.LoggingRate, 0, int.MaxValue));
        LogsInjection = source.Flag(SwitchVariables.LogsInjection) || source.Raw(SwitchVariables.LogsInjection) == "structured";
        RuntimeMetricsEnabled = IsOtlpAskedForMetrics(source) || source.Flag(SwitchVariables.RuntimeMetrics);
        RuntimeMetricsInterval = source.Seconds(SwitchVariables.RuntimeMetricsInterval, 0.1);
        RuntimeMetricsPolled = source.Flag(SwitchVariables.RuntimeMetricsPolled);
        HealthMetricsEnabled = source.Flag(SwitchVariables.HealthMetrics);
    }

    // The switch wins where somebody has set it; OpenTelemetry's level stands in for whichever is unset.
    private static LogLevel ReadLogLevel(SettingsSource source)
    {
        if (source.Text(SwitchVariables.LogLevel) is not { } text)
            return source.Flag(SwitchVariables.Debug) ? LogLevel.Debug : LogLevel.Info;
        var level = LevelOf(text);
        if (level is null)
            source.Report(SwitchVariables.LogLevel.Name, text, "not one of debug, info, warn, error", "info");
        return source.IsGiven(SwitchVariables.Debug) && source.Flag(SwitchVariables.Debug) ? LogLevel.Debug : level ?? LogLevel.Info;
    }

    private static LogLevel? LevelOf(string text) => text.Trim().ToLowerInvariant() switch
    {
        "debug" or "trace" => LogLevel.Debug,
        "info" or "information" => LogLevel.Info,
        "warn" or "warning" => LogLevel.Warn,
        "error" or "critical" => LogLevel.Error,
        _ => null,
    };

    private static string? ReadLogSinks(SettingsSource source)
    {
        if (source.Text(SwitchVariables.LogSinks) is not { } text)
            return null;
        foreach (var name in text.Split(','))
        {
            if (name.Trim().ToLowerInvariant() is not (Diagnostics.LogSinks.File or Diagnostics.LogSinks.Error or Diagnostics.LogSinks.None))
                source.Report(SwitchVariables.LogSinks.Name, text, $"'{name.Trim()}' is not one of file, stderr, none", "the others");
        }
        return text;
    }
}
