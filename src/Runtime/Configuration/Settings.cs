using System.Runtime.CompilerServices;
using DdRun.Configuration.Declarations;
using DdRun.Diagnostics;
using DdRun.Linux;

namespace DdRun.Configuration;

/// <summary>The effective configuration: code, then the environment, then <c>datadog.json</c>, then defaults. Immutable.</summary>
internal sealed partial class Settings
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
        ReadService(source);
        ReadSwitches(source);
        ReadAgent(source, exists);
        ReadSampling(source);
        ReadPropagation(source);
        ReadHttp(source);
        ReadSpans(source);
    }

    /// <summary>Read from the environment at first use; replaced by <c>Tracer.Configure</c> and by tests.</summary>
    public static Settings Current
    {
        get => s_current ?? ReadFirst();
        set => Publish(value);
    }

    /// <summary>Values that could not be used; reported once, when these settings become current.</summary>
    public IReadOnlyList<SettingsProblem> Problems => _source.Problems;

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

    /// <summary>Reads the environment once more, for a process that goes on under others; what code has set stays.</summary>
    public static void Reread() => Current = new Settings(Environment.GetEnvironmentVariable, s_current?._source.Code);

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

    private static string[] Words(string? list) =>
        string.IsNullOrEmpty(list) ? [] : list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private string? RawOrDefault(Setting<string?> setting) => _source.Raw(setting) ?? setting.Default;

    private KeyValuePair<string, string>[] Tags(Setting<string?> setting) => _source.Text(setting) is { } text ? [.. TagList.Parse(text)] : [];
}
