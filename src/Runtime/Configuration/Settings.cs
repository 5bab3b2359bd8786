using System.Reflection;
using DdRun.Configuration.Table;
using DdRun.Diagnostics;
using DdRun.Http;
using DdRun.Propagation;

namespace DdRun.Configuration;

/// <summary>The effective configuration: code, then the environment, then <c>datadog.json</c>, then defaults. Immutable.</summary>
internal sealed class Settings
{
    private static Settings? s_current;
    private readonly SettingsSource _source;
    private readonly Lazy<HeaderTags> _headerTags;
    private readonly Lazy<string?> _spanRules;
    private string? _service;

    public Settings(Func<string, string?> environment, IReadOnlyDictionary<string, string>? code = null, Func<string, bool>? fileExists = null)
        : this(environment, code ?? Empty, ReadFile(environment, out var problem), fileExists ?? File.Exists)
    {
        if (problem is { } p) _source.Problems.Insert(0, p);
    }

    private Settings(Func<string, string?> environment, IReadOnlyDictionary<string, string> code, IReadOnlyDictionary<string, string> file, Func<string, bool> exists)
    {
        var source = _source = new SettingsSource(environment, code, file);
        GlobalTags = TagList.Parse(source.Text(ServiceSettings.Tags));
        ReadUnifiedTags(source, (List<KeyValuePair<string, string>>)GlobalTags);

        ServiceMapping = TagList.Parse(source.Text(ServiceSettings.ServiceMapping));
        ReportHostname = source.Flag(ServiceSettings.ReportHostname);
        Hostname = source.Text(ServiceSettings.Hostname);
        ExternalEnv = source.Text(ServiceSettings.ExternalEnv);
        EntityId = source.Text(ServiceSettings.EntityId);
        ProcessTagsEnabled = source.Flag(ServiceSettings.ProcessTags);

        TraceEnabled = source.Flag(SwitchSettings.TraceEnabled);
        Debug = source.Flag(SwitchSettings.Debug);
        StartupLogs = source.Flag(SwitchSettings.StartupLogs);
        LogDirectory = source.Text(SwitchSettings.LogDirectory);
        LoggingRate = TimeSpan.FromSeconds(source.Integer(SwitchSettings.LoggingRate, 0, int.MaxValue));
        LogsInjection = source.Flag(SwitchSettings.LogsInjection) || source.Raw(SwitchSettings.LogsInjection) == "structured";
        RuntimeMetricsEnabled = source.Flag(SwitchSettings.RuntimeMetrics);
        RuntimeMetricsInterval = source.Seconds(SwitchSettings.RuntimeMetricsInterval, 0.1);
        RuntimeMetricsPolled = source.Flag(SwitchSettings.RuntimeMetricsPolled);
        HealthMetricsEnabled = source.Flag(SwitchSettings.HealthMetrics);

        AgentUrl = AgentAddress.Resolve(source, exists);
        AgentTimeout = source.Seconds(AgentSettings.Timeout, 0.01);
        ApiVersion = ReadApiVersion(source);
        WriterBufferBytes = source.Integer(AgentSettings.BufferBytes, 1024, int.MaxValue);
        WriterMaxPayloadBytes = source.Integer(AgentSettings.MaxPayloadBytes, 1024, int.MaxValue);
        WriterInterval = source.Seconds(AgentSettings.WriterInterval, 0.01);
        PartialFlushEnabled = source.Flag(AgentSettings.PartialFlush);
        PartialFlushMinSpans = source.Integer(AgentSettings.PartialFlushMinSpans, 1, int.MaxValue);
        StatsComputationEnabled = source.Flag(AgentSettings.StatsComputation);
        NativeSpanEvents = source.Flag(AgentSettings.NativeSpanEvents);
        DogStatsdUrl = StatsdAddress.Resolve(source, exists);
        DogStatsdDisabled = source.Raw(AgentSettings.StatsdDisabled) == "yes" || source.Flag(AgentSettings.StatsdDisabled);
        DogStatsdTags = TagList.Parse(source.Text(AgentSettings.StatsdTags));
        OriginDetectionEnabled = source.Flag(AgentSettings.OriginDetection);

        SamplingRules = source.Text(SamplingSettings.Rules);
        SampleRate = ReadSampleRate(source);
        RateLimit = source.Number(SamplingSettings.RateLimit, double.NegativeInfinity);
        _spanRules = new(ReadSpanRules);
        IgnoreResources = source.Text(SamplingSettings.IgnoreResources);

        PropagationExtract = PropagationStyles.Parse(source, PropagationSettings.ExtractStyles);
        PropagationInject = PropagationStyles.Parse(source, PropagationSettings.InjectStyles);
        ExtractFirst = source.Flag(PropagationSettings.ExtractFirst);
        ExtractBehavior = PropagationStyles.ParseBehavior(source);
        HttpBaggageEnabled = source.Flag(PropagationSettings.HttpBaggage);
        BaggageTagKeys = Words(source.Raw(PropagationSettings.BaggageTagKeys) ?? PropagationSettings.BaggageTagKeys.Default);
        TagsHeaderMaxLength = source.Integer(PropagationSettings.TagsMaxLength, 0, 512);
        TraceId128 = source.Flag(PropagationSettings.TraceId128);

        _headerTags = new(() => Http.HeaderTags.Parse(_source.Text(HttpSettings.HeaderTags)));
        ServerErrorStatuses = ErrorStatuses.Parse(source.Raw(HttpSettings.ServerErrorStatuses) ?? HttpSettings.ServerErrorStatuses.Default);
        ClientErrorStatuses = ErrorStatuses.Parse(source.Raw(HttpSettings.ClientErrorStatuses) ?? HttpSettings.ClientErrorStatuses.Default);
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
        PeerServiceMapping = TagList.Parse(source.Text(SpanSettings.PeerServiceMapping));
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

    private static IReadOnlyDictionary<string, string> Empty { get; } = new Dictionary<string, string>(0);

    /// <summary>Values that could not be used; reported once, when these settings become current.</summary>
    public IReadOnlyList<SettingsProblem> Problems => _source.Problems;

    // Service
    public string Service => ConfiguredService ?? (_service ??= InferService());
    public string? ConfiguredService { get; private set; }
    public string? Env { get; private set; }
    public string? Version { get; private set; }

    /// <summary>Without service and version; with <c>env</c> only where it was given as a tag.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> GlobalTags { get; }

    public IReadOnlyList<KeyValuePair<string, string>> ServiceMapping { get; }
    public bool ReportHostname { get; }
    public string? Hostname { get; }
    public string? ExternalEnv { get; }
    public string? EntityId { get; }
    public bool ProcessTagsEnabled { get; }
    public string? GitRepositoryUrl { get; private set; }
    public string? GitCommitSha { get; private set; }

    // Switches
    public bool TraceEnabled { get; }
    public bool Debug { get; }
    public bool StartupLogs { get; }
    public string? LogDirectory { get; }
    public TimeSpan LoggingRate { get; }
    public bool LogsInjection { get; }
    public bool RuntimeMetricsEnabled { get; }
    public TimeSpan RuntimeMetricsInterval { get; }
    public bool RuntimeMetricsPolled { get; }
    public bool HealthMetricsEnabled { get; }

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
    public bool StatsComputationEnabled { get; }
    public bool NativeSpanEvents { get; }
    public StatsdAddress DogStatsdUrl { get; }
    public bool DogStatsdDisabled { get; }
    public IReadOnlyList<KeyValuePair<string, string>> DogStatsdTags { get; }
    public bool OriginDetectionEnabled { get; }

    // Sampling
    public string? SamplingRules { get; }
    public string? SpanSamplingRules => _spanRules.Value;
    public double? SampleRate { get; }
    public double RateLimit { get; }
    public string? IgnoreResources { get; }

    // Propagation
    public PropagationStyle[] PropagationExtract { get; }
    public PropagationStyle[] PropagationInject { get; }
    public bool ExtractFirst { get; }
    public ExtractBehavior ExtractBehavior { get; }
    public bool HttpBaggageEnabled { get; }
    public string[] BaggageTagKeys { get; }
    public int TagsHeaderMaxLength { get; }
    public bool TraceId128 { get; }

    // HTTP
    public HeaderTags HeaderTags => _headerTags.Value;
    public ErrorStatuses ServerErrorStatuses { get; }
    public ErrorStatuses ClientErrorStatuses { get; }
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
    public IReadOnlyList<KeyValuePair<string, string>> PeerServiceMapping { get; }
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
        var all = new Dictionary<string, string>(_source.Code);
        foreach (var (name, value) in code) all[name] = value;
        return new(_source.Environment, all, _source.File, File.Exists);
    }

    /// <summary>Whether code has set the same values.</summary>
    public bool HasSameCode(Settings other)
    {
        if (_source.Code.Count != other._source.Code.Count) return false;
        foreach (var (name, value) in _source.Code)
            if (!other._source.Code.TryGetValue(name, out var there) || there != value)
                return false;
        return true;
    }

    private static Settings ReadFirst()
    {
        var settings = new Settings(Environment.GetEnvironmentVariable);
        if (Interlocked.CompareExchange(ref s_current, settings, null) is { } first) return first;
        Publish(settings);
        return settings;
    }

    private static void Publish(Settings settings)
    {
        s_current = settings;
        Log.Configure(settings.Debug, settings.LogDirectory, settings.LoggingRate);
        foreach (var problem in settings.Problems) Log.Warn(problem.ToString());
    }

    private static IReadOnlyDictionary<string, string> ReadFile(Func<string, string?> environment, out SettingsProblem? problem)
    {
        problem = null;
        var path = environment(SwitchSettings.ConfigFile.Name) is { Length: > 0 } given ? given : Path.Combine(AppContext.BaseDirectory, "datadog.json");
        var values = SettingsFile.TryRead(path, out var error);
        if (error != null) problem = new(SwitchSettings.ConfigFile.Name, path, error, "what could be read of it");
        return values ?? Empty;
    }

    private static string InferService()
    {
        try
        {
            return Assembly.GetEntryAssembly()?.GetName().Name ?? Path.GetFileNameWithoutExtension(Environment.ProcessPath) ?? "unnamed-dotnet-service";
        }
        catch (Exception)
        {
            return "unnamed-dotnet-service";
        }
    }

    private static string ReadApiVersion(SettingsSource source)
    {
        var fallback = OperatingSystem.IsWindows() ? "v0.4" : "v0.5";
        var text = source.Text(AgentSettings.ApiVersion);
        if (text is null or "v0.4" or "v0.5") return text ?? fallback;
        source.Report(AgentSettings.ApiVersion.Name, text, "not one of v0.4, v0.5", "the default " + fallback);
        return fallback;
    }

    private static double? ReadSampleRate(SettingsSource source)
    {
        var text = source.Text(SamplingSettings.SampleRate);
        if (text == null) return null;
        if (double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var rate) && rate is >= 0 and <= 1) return rate;
        source.Report(SamplingSettings.SampleRate.Name, text, "not a number from 0 to 1", "no global rate");
        return null;
    }

    private static string[] Words(string? list) =>
        string.IsNullOrEmpty(list) ? [] : list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private void ReadUnifiedTags(SettingsSource source, List<KeyValuePair<string, string>> tags)
    {
        ConfiguredService = source.Text(ServiceSettings.Service) ?? TagList.Get(tags, "service");
        Env = source.Text(ServiceSettings.Env) ?? TagList.Get(tags, "env");
        Version = source.Text(ServiceSettings.Version) ?? TagList.Get(tags, "version");
        TagList.Take(tags, "service");
        TagList.Take(tags, "version");
        if (Env != null && TagList.Get(tags, "env") != null) TagList.Set(tags, "env", Env);
        var repository = TagList.Take(tags, "git.repository_url");
        var commit = TagList.Take(tags, "git.commit.sha");
        if (!source.Flag(ServiceSettings.GitMetadata)) return;
        GitRepositoryUrl = UrlRedaction.RemoveUserInfo(source.Text(ServiceSettings.GitRepositoryUrl) ?? repository);
        GitCommitSha = source.Text(ServiceSettings.GitCommitSha) ?? commit;
    }

    private string? ReadSpanRules()
    {
        var rules = _source.Text(SamplingSettings.SpanRules);
        var path = _source.Text(SamplingSettings.SpanRulesFile);
        if (path == null) return rules;
        if (rules != null)
        {
            Log.Warn($"{SamplingSettings.SpanRules.Name} and {SamplingSettings.SpanRulesFile.Name} are both set; the file is not read.");
            return rules;
        }
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e)
        {
            Log.Error($"{SamplingSettings.SpanRulesFile.Name}='{path}' cannot be read.", e);
            return null;
        }
    }
}
