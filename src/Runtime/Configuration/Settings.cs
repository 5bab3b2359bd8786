using System.Runtime.CompilerServices;
using DdRun.Configuration.Table;
using DdRun.Diagnostics;
using DdRun.Http;
using DdRun.Linux;

namespace DdRun.Configuration;

/// <summary>The effective configuration: code, then the environment, then <c>datadog.json</c>, then defaults. Immutable.</summary>
internal sealed class Settings
{
    private static Settings? s_current;
    private readonly SettingsSource _source;

    public Settings(Func<string, string?> environment, IReadOnlyDictionary<string, string>? code = null, Func<string, bool>? fileExists = null)
        : this(SettingsSource.Read(environment, code), fileExists ?? Files.Exists)
    {
    }

    // A start pays for all of this: what says nothing of bad values is read when it is asked for, and what nobody has set is not taken apart.
    private Settings(SettingsSource source, Func<string, bool> exists)
    {
        _source = source;
        ReadUnifiedTags();
        ReportHostname = source.Flag(ServiceSettings.ReportHostname);
        Hostname = source.Text(ServiceSettings.Hostname);
        ExternalEnv = source.Text(ServiceSettings.ExternalEnv);
        EntityId = source.Text(ServiceSettings.EntityId);
        ProcessTagsEnabled = source.Flag(ServiceSettings.ProcessTags);

        TraceEnabled = source.Flag(SwitchSettings.TraceEnabled);
        LogLevel = ReadLogLevel(source);
        StartupLogs = source.Flag(SwitchSettings.StartupLogs);
        LogSinks = ReadLogSinks(source);
        LogDirectory = source.Text(SwitchSettings.LogDirectory);
        LoggingRate = TimeSpan.FromSeconds(source.Integer(SwitchSettings.LoggingRate, 0, int.MaxValue));
        LogsInjection = source.Flag(SwitchSettings.LogsInjection) || source.Raw(SwitchSettings.LogsInjection) == "structured";
        RuntimeMetricsEnabled = IsOtlpAskedForMetrics(source) || source.Flag(SwitchSettings.RuntimeMetrics);
        RuntimeMetricsInterval = source.Seconds(SwitchSettings.RuntimeMetricsInterval, 0.1);
        RuntimeMetricsPolled = source.Flag(SwitchSettings.RuntimeMetricsPolled);
        HealthMetricsEnabled = source.Flag(SwitchSettings.HealthMetrics);

        if (MayWantOtlp(source))
            Otlp = ReadOtlp(source, RuntimeMetricsEnabled);
        AgentUrl = AgentAddress.Resolve(source, exists);
        AgentTimeout = source.Seconds(AgentSettings.Timeout, 0.01);
        ApiVersion = ReadApiVersion(source);
        WriterBufferBytes = source.Integer(AgentSettings.BufferBytes, 1024, int.MaxValue);
        WriterMaxPayloadBytes = source.Integer(AgentSettings.MaxPayloadBytes, 1024, int.MaxValue);
        WriterInterval = Otlp?.SpanDelay ?? source.Seconds(AgentSettings.WriterInterval, 0.01);
        PartialFlushEnabled = source.Flag(AgentSettings.PartialFlush);
        PartialFlushMinSpans = source.Integer(AgentSettings.PartialFlushMinSpans, 1, int.MaxValue);
        PartialFlushIdle = Patience(source, AgentSettings.PartialFlushIdle);
        PartialFlushMaxAge = Patience(source, AgentSettings.PartialFlushMaxAge);
        MaxOpenTraces = source.Integer(AgentSettings.MaxOpenTraces, 1, int.MaxValue);
        MaxOpenTraceBytes = source.Integer(AgentSettings.MaxOpenTraceBytes, 1024, int.MaxValue);
        StatsComputationEnabled = source.Flag(AgentSettings.StatsComputation);
        StatsCardinality = source.Integer(AgentSettings.StatsCardinality, 1, int.MaxValue);
        StatsResources = source.Integer(AgentSettings.StatsResources, 1, int.MaxValue);
        NativeSpanEvents = source.Flag(AgentSettings.NativeSpanEvents);
        DogStatsdUrl = StatsdAddress.Resolve(source, exists);
        DogStatsdDisabled = source.Raw(AgentSettings.StatsdDisabled) == "yes" || source.Flag(AgentSettings.StatsdDisabled);
        OriginDetectionEnabled = source.Flag(AgentSettings.OriginDetection);

        SamplingRules = source.Text(SamplingSettings.Rules);
        SampleRate = ReadSampleRate(source);
        RateLimit = source.Number(SamplingSettings.RateLimit, double.NegativeInfinity);
        IgnoreResources = source.Text(SamplingSettings.IgnoreResources);

        PropagationExtract = PropagationStyles.Parse(source, PropagationSettings.ExtractStyles);
        PropagationInject = PropagationStyles.Parse(source, PropagationSettings.InjectStyles);
        ExtractFirst = source.Flag(PropagationSettings.ExtractFirst);
        ExtractBehavior = PropagationStyles.ParseBehavior(source);
        HttpBaggageEnabled = source.Flag(PropagationSettings.HttpBaggage);
        TagsHeaderMaxLength = source.Integer(PropagationSettings.TagsMaxLength, 0, 512);
        TraceId128 = source.Flag(PropagationSettings.TraceId128);

        TraceId128Logging = source.Flag(PropagationSettings.TraceId128Logging);

        ResourceRenaming = source.Flag(HttpSettings.ResourceRenaming);
        SimplifiedEndpoint = source.Flag(HttpSettings.SimplifiedEndpoint);
        GrpcSuppressHttp = source.Flag(HttpSettings.GrpcSuppressHttp);
        ServerQueryString = source.Flag(HttpSettings.ServerQueryString);
        ClientQueryString = source.Flag(HttpSettings.ClientQueryString);
        QueryObfuscation = source.Raw(HttpSettings.QueryObfuscation);
        ClientIpEnabled = source.Flag(HttpSettings.ClientIp);
        ClientIpHeader = source.Text(HttpSettings.ClientIpHeader);

        TracebackMaxSize = source.Integer(SpanSettings.TracebackMaxSize, 0, int.MaxValue);
        WrapIncludesClass = source.Flag(SpanSettings.WrapIncludesClass);
        TraceMethods = source.Text(SpanSettings.TraceMethods);
        RemoveIntegrationServices = source.Flag(SpanSettings.RemoveIntegrationServices);
        PeerServiceDefaults = source.Flag(SpanSettings.PeerServiceDefaults);
        ProcessorClock = source.Flag(SpanSettings.ProcessorClock);
        MaxSpansPerTrace = source.Integer(SpanSettings.MaxSpansPerTrace, 1, int.MaxValue);
        OtelEnabled = source.Flag(SpanSettings.OtelEnabled);
        Manifests = source.Text(SpanSettings.Manifest);
    }

    /// <summary>Read from the environment at first use; replaced by <c>Tracer.Configure</c> and by tests.</summary>
    public static Settings Current
    {
        get => s_current ?? ReadFirst();
        set => Publish(value);
    }

    /// <summary>Values that could not be used; reported once, when these settings become current.</summary>
    public IReadOnlyList<SettingsProblem> Problems => _source.Problems;

    // Service
    public string Service => ConfiguredService ?? (field ??= AssemblyNames.Entry() ?? "unnamed-dotnet-service");
    public string? ConfiguredService { get; private set; }
    public string? Env { get; private set; }
    public string? Version { get; private set; }

    /// <summary>Without service and version; with <c>env</c> only where it was given as a tag.</summary>
    public KeyValuePair<string, string>[] GlobalTags { get; private set; } = TagList.None;

    public KeyValuePair<string, string>[] ServiceMapping => field ??= Tags(ServiceSettings.ServiceMapping);
    public bool ReportHostname { get; }
    public string? Hostname { get; }
    public string? ExternalEnv { get; }
    public string? EntityId { get; }
    public bool ProcessTagsEnabled { get; }
    public string? GitRepositoryUrl { get; private set; }
    public string? GitCommitSha { get; private set; }

    // Switches
    public bool TraceEnabled { get; }
    public bool Debug => LogLevel == LogLevel.Debug;
    public LogLevel LogLevel { get; }
    public bool StartupLogs { get; }
    /// <summary>As <see cref="Diagnostics.LogSinks"/> takes them; null for the default.</summary>
    public string? LogSinks { get; }

    public string? LogDirectory { get; }
    public TimeSpan LoggingRate { get; }
    public bool LogsInjection { get; }
    public bool RuntimeMetricsEnabled { get; }
    public TimeSpan RuntimeMetricsInterval { get; }
    public bool RuntimeMetricsPolled { get; }
    public bool HealthMetricsEnabled { get; }

    /// <summary>Null where everything goes to a Datadog agent and to DogStatsD.</summary>
    public OtlpSettings? Otlp { get; }

    // Agent
    public AgentAddress AgentUrl { get; }
    public TimeSpan AgentTimeout { get; }

    /// <summary><c>v0.4</c> or <c>v0.5</c>.</summary>
    public string ApiVersion { get; }

    public int WriterBufferBytes { get; }
    public int WriterMaxPayloadBytes { get; }
    public TimeSpan WriterInterval { get; }
    public bool PartialFlushEnabled { get; }
    public int PartialFlushMinSpans { get; }

    /// <summary>The longest there is for never.</summary>
    public TimeSpan PartialFlushIdle { get; }

    /// <summary>The longest there is for ever.</summary>
    public TimeSpan PartialFlushMaxAge { get; }

    public int MaxOpenTraces { get; }
    public int MaxOpenTraceBytes { get; }
    public bool StatsComputationEnabled { get; }
    public int StatsCardinality { get; }
    public int StatsResources { get; }
    public bool NativeSpanEvents { get; }
    public StatsdAddress DogStatsdUrl { get; }
    public bool DogStatsdDisabled { get; }
    public KeyValuePair<string, string>[] DogStatsdTags => field ??= Tags(AgentSettings.StatsdTags);
    public bool OriginDetectionEnabled { get; }

    // Sampling
    public string? SamplingRules { get; }
    public string? SpanSamplingRules => SpanRulesFile.Read(_source);
    public double? SampleRate { get; }
    public double RateLimit { get; }
    public string? IgnoreResources { get; }

    // Propagation
    public PropagationStyle[] PropagationExtract { get; }
    public PropagationStyle[] PropagationInject { get; }
    public bool ExtractFirst { get; }
    public ExtractBehavior ExtractBehavior { get; }
    public bool HttpBaggageEnabled { get; }
    public string[] BaggageTagKeys => field ??= Words(RawOrDefault(PropagationSettings.BaggageTagKeys));
    public int TagsHeaderMaxLength { get; }
    public bool TraceId128 { get; }
    public bool TraceId128Logging { get; }

    // HTTP
    public HeaderTags HeaderTags => field ??= HeaderTags.Parse(_source.Text(HttpSettings.HeaderTags));
    public HeaderTags GrpcTags => field ??= HeaderTags.Parse(_source.Text(HttpSettings.GrpcTags), "grpc.request.metadata.", "grpc.response.metadata.");
    public bool ResourceRenaming { get; }
    public bool SimplifiedEndpoint { get; }
    public bool GrpcSuppressHttp { get; }
    public ErrorStatuses ServerErrorStatuses => field ??= ErrorStatuses.Parse(RawOrDefault(HttpSettings.ServerErrorStatuses));
    public ErrorStatuses ClientErrorStatuses => field ??= ErrorStatuses.Parse(RawOrDefault(HttpSettings.ClientErrorStatuses));
    public bool ServerQueryString { get; }
    public bool ClientQueryString { get; }

    /// <summary>Null = the built-in expression, empty = none.</summary>
    public string? QueryObfuscation { get; }

    public bool ClientIpEnabled { get; }
    public string? ClientIpHeader { get; }

    // Spans
    public int TracebackMaxSize { get; }
    public bool WrapIncludesClass { get; }
    public string? TraceMethods { get; }
    public bool RemoveIntegrationServices { get; }
    public bool PeerServiceDefaults { get; }
    public KeyValuePair<string, string>[] PeerServiceMapping => field ??= Tags(SpanSettings.PeerServiceMapping);
    public bool ProcessorClock { get; }
    public int MaxSpansPerTrace { get; }
    public bool OtelEnabled { get; }
    public string? Manifests { get; }

    /// <summary>Text of a setting outside the table, such as <c>DD_TRACE_HTTPCLIENT_ENABLED</c>.</summary>
    public string? Text(string name) => _source.Raw(new Setting<string?>(name, null));

    /// <summary>Whether a switch outside the table is on.</summary>
    public bool Flag(string name, bool fallback) => Text(name) is { Length: > 0 } text ? SettingsSource.IsTrue(text) : fallback;

    /// <summary>These settings with values given in code, which win over everything.</summary>
    public Settings With(IReadOnlyDictionary<string, string> code)
    {
        var all = new Dictionary<string, string>(_source.Code ?? new Dictionary<string, string>());
        foreach (var (name, value) in code)
            all[name] = value;
        return new(new SettingsSource(_source.Environment, all, _source.File), Files.Exists);
    }

    /// <summary>Whether code has set the same values.</summary>
    public bool HasSameCode(Settings other)
    {
        if (_source.Code is not { Count: > 0 } code)
            return other._source.Code is not { Count: > 0 };
        if (other._source.Code is not { } others || others.Count != code.Count)
            return false;
        foreach (var (name, value) in code)
            if (!others.TryGetValue(name, out var there) || there != value)
                return false;
        return true;
    }

    private static Settings ReadFirst()
    {
        var settings = new Settings(Environment.GetEnvironmentVariable);
        if (Interlocked.CompareExchange(ref s_current, settings, null) is { } first)
            return first;
        Publish(settings);
        return settings;
    }

    private static void Publish(Settings settings)
    {
        s_current = settings;
        Log.Configure(settings.LogLevel, settings.LogSinks, settings.LogDirectory, settings.LoggingRate);
        if (settings._source.HasProblems)
            Tell(settings);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Tell(Settings settings)
    {
        foreach (var problem in settings.Problems)
            Log.Warn(problem.ToString());
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

    // The switch wins where somebody has set it; OpenTelemetry's level stands in for whichever is unset.
    private static LogLevel ReadLogLevel(SettingsSource source)
    {
        if (source.Text(SwitchSettings.LogLevel) is not { } text)
            return source.Flag(SwitchSettings.Debug) ? LogLevel.Debug : LogLevel.Info;
        var level = LevelOf(text);
        if (level is null)
            source.Report(SwitchSettings.LogLevel.Name, text, "not one of debug, info, warn, error", "info");
        return source.IsGiven(SwitchSettings.Debug) && source.Flag(SwitchSettings.Debug) ? LogLevel.Debug : level ?? LogLevel.Info;
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
        if (source.Text(SwitchSettings.LogSinks) is not { } text)
            return null;
        foreach (var name in text.Split(','))
        {
            if (name.Trim().ToLowerInvariant() is not (Diagnostics.LogSinks.File or Diagnostics.LogSinks.Error or Diagnostics.LogSinks.None))
                source.Report(SwitchSettings.LogSinks.Name, text, $"'{name.Trim()}' is not one of file, stderr, none", "the others");
        }
        return text;
    }

    private static string ReadApiVersion(SettingsSource source)
    {
        var fallback = OperatingSystem.IsWindows() ? "v0.4" : "v0.5";
        var text = source.Text(AgentSettings.ApiVersion);
        if (text is null or "v0.4" or "v0.5")
            return text ?? fallback;
        source.Report(AgentSettings.ApiVersion.Name, text, "not one of v0.4, v0.5", "the default " + fallback);
        return fallback;
    }

    private static double? ReadSampleRate(SettingsSource source)
    {
        var text = source.Text(SamplingSettings.SampleRate);
        if (text == null)
            return null;
        if (double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var rate) && rate is >= 0 and <= 1)
            return rate;
        source.Report(SamplingSettings.SampleRate.Name, text, "not a number from 0 to 1", "no global rate");
        return null;
    }

    private static string[] Words(string? list) =>
        string.IsNullOrEmpty(list) ? [] : list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private string? RawOrDefault(Setting<string?> setting) => _source.Raw(setting) ?? setting.Default;

    private TimeSpan Patience(SettingsSource source, Setting<double> setting)
    {
        var time = source.Seconds(setting, 0);
        return PartialFlushEnabled && time > TimeSpan.Zero ? time : TimeSpan.MaxValue;
    }

    private KeyValuePair<string, string>[] Tags(Setting<string?> setting) => _source.Text(setting) is { } text ? [.. TagList.Parse(text)] : [];

    private void ReadUnifiedTags()
    {
        ConfiguredService = _source.Text(ServiceSettings.Service);
        Env = _source.Text(ServiceSettings.Env);
        Version = _source.Text(ServiceSettings.Version);
        var repository = _source.Text(ServiceSettings.GitRepositoryUrl);
        var commit = _source.Text(ServiceSettings.GitCommitSha);
        if (_source.Text(ServiceSettings.Tags) is { } text)
        {
            var tags = TagList.Parse(text);
            (ConfiguredService, Version) = (Either(ConfiguredService, "service"), Either(Version, "version"));
            (repository, commit) = (Either(repository, "git.repository_url"), Either(commit, "git.commit.sha"));
            Env ??= TagList.Get(tags, "env");
            if (TagList.Get(tags, "env") != null)
                TagList.Set(tags, "env", Env!);
            GlobalTags = [.. tags];

            string? Either(string? setting, string tag) => TagList.Take(tags, tag) is var tagged && setting != null ? setting : tagged;
        }
        if (!_source.Flag(ServiceSettings.GitMetadata))
            return;
        GitRepositoryUrl = repository == null ? null : UrlUserInfo.Remove(repository);
        GitCommitSha = commit;
    }
}
