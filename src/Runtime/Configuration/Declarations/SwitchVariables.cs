namespace DdRun.Configuration.Declarations;

internal static class SwitchVariables
{
    [Documented("Off: spans work as usual but nothing is sent, and nothing is woven.", Otel = "OTEL_TRACES_EXPORTER")]
    public static readonly Setting<bool> TraceEnabled = new("DD_TRACE_ENABLED", true);

    [Documented("Debug log.", Otel = "OTEL_LOG_LEVEL")]
    public static readonly Setting<bool> Debug = new("DD_TRACE_DEBUG", false);

    [Documented("Logs the effective configuration and whether the agent answers, once, at start.")]
    public static readonly Setting<bool> StartupLogs = new("DD_TRACE_STARTUP_LOGS", false);

    [Documented("What matters less is not logged: `debug`, `info`, `warn` or `error`. `DD_TRACE_DEBUG=true` wins over it.", Default = "info")]
    public static readonly Setting<string?> LogLevel = new("DD_LOG_LEVEL", null);

    [Documented("Where the log goes, separated by commas: `file`, `stderr`, `none`.", Default = "`file`, and `stderr` where that is a terminal")]
    public static readonly Setting<string?> LogSinks = new("DD_TRACE_LOG_SINKS", null);

    [Documented("Folder of the log files `dd-run-<process>-<pid>.log`, which are bounded.", Default = "`dd-run` in `XDG_STATE_HOME`, which is `~/.local/state` by default; on Windows `%LOCALAPPDATA%\\dd-run\\log`")]
    public static readonly Setting<string?> LogDirectory = new("DD_TRACE_LOG_DIRECTORY", null);

    [Documented("The same message at most once in so many seconds; 0 = no limit.")]
    public static readonly Setting<int> LoggingRate = new("DD_TRACE_LOGGING_RATE", 60);

    [Documented("Adds `dd.trace_id`, `dd.span_id`, `dd.service`, `dd.env` and `dd.version` to log records; with `_` for `.` in those of `ILogger` and Serilog.")]
    public static readonly Setting<bool> LogsInjection = new("DD_LOGS_INJECTION", true);

    [Documented("Starts runtime metrics with the process.", Otel = "OTEL_METRICS_EXPORTER")]
    public static readonly Setting<bool> RuntimeMetrics = new("DD_RUNTIME_METRICS_ENABLED", false);

    [Documented("Seconds between two reports of runtime metrics.")]
    public static readonly Setting<double> RuntimeMetricsInterval = new("DD_RUNTIME_METRICS_INTERVAL", 10);

    [Documented("Off: an event listener in the process adds single pauses and time spent waiting for locks, at the risks that docs/metrics.md names.")]
    public static readonly Setting<bool> RuntimeMetricsPolled = new("DD_RUNTIME_METRICS_DIAGNOSTICS_METRICS_API_ENABLED", true);

    [Documented("Sends `datadog.tracer.*` about the tracer itself.")]
    public static readonly Setting<bool> HealthMetrics = new("DD_TRACE_HEALTH_METRICS_ENABLED", false);

    [Documented("JSON file with settings by the names of this page; the environment wins over it.", Default = "datadog.json beside the application")]
    public static readonly Setting<string?> ConfigFile = new("DD_TRACE_CONFIG_FILE", null);
}
