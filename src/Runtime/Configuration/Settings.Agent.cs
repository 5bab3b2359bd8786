using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using DdRun.Configuration.Declarations;

namespace DdRun.Configuration;

internal sealed partial class Settings
{
    public AgentAddress AgentUrl { get; private set; }
    public TimeSpan AgentTimeout { get; private set; }

    /// <summary><c>v0.4</c> or <c>v0.5</c>.</summary>
    public string ApiVersion { get; private set; }

    public int WriterBufferBytes { get; private set; }
    public int WriterMaxPayloadBytes { get; private set; }
    public TimeSpan WriterInterval { get; private set; }
    public bool PartialFlushEnabled { get; private set; }
    public int PartialFlushMinSpans { get; private set; }

    /// <summary>The longest there is for never.</summary>
    public TimeSpan PartialFlushIdle { get; private set; }

    /// <summary>The longest there is for ever.</summary>
    public TimeSpan PartialFlushMaxAge { get; private set; }

    public int MaxOpenTraces { get; private set; }
    public int MaxOpenTraceBytes { get; private set; }
    public bool StatsComputationEnabled { get; private set; }
    public int StatsCardinality { get; private set; }
    public int StatsResources { get; private set; }
    public bool NativeSpanEvents { get; private set; }
    public StatsdAddress DogStatsdUrl { get; private set; }
    public bool DogStatsdDisabled { get; private set; }
    public KeyValuePair<string, string>[] DogStatsdTags => field ??= Tags(AgentVariables.StatsdTags);
    public bool OriginDetectionEnabled { get; private set; }

    [MemberNotNull(nameof(AgentUrl), nameof(ApiVersion), nameof(DogStatsdUrl))]
    private void ReadAgent(SettingsSource source, Func<string, bool> exists)
    {
        if (MayWantOtlp(source))
            Otlp = ReadOtlp(source, RuntimeMetricsEnabled);
        AgentUrl = AgentAddress.Resolve(source, exists);
        AgentTimeout = source.Seconds(AgentVariables.Timeout, 0.01);
        ApiVersion = ReadApiVersion(source);
        WriterBufferBytes = source.Integer(AgentVariables.BufferBytes, 1024, int.MaxValue);
        WriterMaxPayloadBytes = source.Integer(AgentVariables.MaxPayloadBytes, 1024, int.MaxValue);
        WriterInterval = Otlp?.SpanDelay ?? source.Seconds(AgentVariables.WriterInterval, 0.01);
        PartialFlushEnabled = source.Flag(AgentVariables.PartialFlush);
        PartialFlushMinSpans = source.Integer(AgentVariables.PartialFlushMinSpans, 1, int.MaxValue);
        PartialFlushIdle = Patience(source, AgentVariables.PartialFlushIdle);
        PartialFlushMaxAge = Patience(source, AgentVariables.PartialFlushMaxAge);
        MaxOpenTraces = source.Integer(AgentVariables.MaxOpenTraces, 1, int.MaxValue);
        MaxOpenTraceBytes = source.Integer(AgentVariables.MaxOpenTraceBytes, 1024, int.MaxValue);
        StatsComputationEnabled = source.Flag(AgentVariables.StatsComputation);
        StatsCardinality = source.Integer(AgentVariables.StatsCardinality, 1, int.MaxValue);
        StatsResources = source.Integer(AgentVariables.StatsResources, 1, int.MaxValue);
        NativeSpanEvents = source.Flag(AgentVariables.NativeSpanEvents);
        DogStatsdUrl = StatsdAddress.Resolve(source, exists);
        DogStatsdDisabled = source.Raw(AgentVariables.StatsdDisabled) == "yes" || source.Flag(AgentVariables.StatsdDisabled);
        OriginDetectionEnabled = source.Flag(AgentVariables.OriginDetection);
    }

    // Whoever uses none of it loads no type of it.
    private static bool MayWantOtlp(SettingsSource source) =>
        source.IsSet("OTEL_TRACES_EXPORTER") || source.IsSet("OTEL_METRICS_EXPORTER") || source.IsSet("OTEL_LOGS_EXPORTER")
        || source.IsSet("DD_METRICS_OTEL_ENABLED") || source.IsSet("DD_LOGS_OTEL_ENABLED");

    private static bool IsOtlpAskedForMetrics(SettingsSource source) =>
        source.Environment("OTEL_METRICS_EXPORTER") is { } exporter && exporter.Equals("otlp", StringComparison.OrdinalIgnoreCase)
        && !source.IsSet("DD_RUNTIME_METRICS_ENABLED");

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static OtlpSettings? ReadOtlp(SettingsSource source, bool runtimeMetrics) => OtlpSettings.Read(source, runtimeMetrics);

    private static string ReadApiVersion(SettingsSource source)
    {
        var fallback = OperatingSystem.IsWindows() ? "v0.4" : "v0.5";
        var text = source.Text(AgentVariables.ApiVersion);
        if (text is null or "v0.4" or "v0.5")
            return text ?? fallback;
        source.Report(AgentVariables.ApiVersion.Name, text, "not one of v0.4, v0.5", "the default " + fallback);
        return fallback;
    }

    private TimeSpan Patience(SettingsSource source, Setting<double> setting)
    {
        var time = source.Seconds(setting, 0);
        return PartialFlushEnabled && time > TimeSpan.Zero ? time : TimeSpan.MaxValue;
    }
}
