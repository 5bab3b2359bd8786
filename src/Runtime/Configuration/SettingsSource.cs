using System.Globalization;
using DdRun.Configuration.Declarations;

namespace DdRun.Configuration;

/// <summary>Finds the text of a setting (code, environment, OpenTelemetry's environment, file) and turns it into a value.</summary>
internal sealed class SettingsSource(
    Func<string, string?> environment,
    IReadOnlyDictionary<string, string>? code,
    IReadOnlyDictionary<string, string>? file)
{
    private List<SettingsProblem>? _problems;

    public bool HasProblems => _problems is not null;

    public IReadOnlyList<SettingsProblem> Problems => _problems ?? [];

    public Func<string, string?> Environment => environment;

    public IReadOnlyDictionary<string, string>? Code => code;

    public IReadOnlyDictionary<string, string>? File => file;

    /// <summary>With the file that the environment names, or the one beside the application.</summary>
    public static SettingsSource Read(Func<string, string?> environment, IReadOnlyDictionary<string, string>? code)
    {
        var path = environment(Declarations.SwitchVariables.ConfigFile.Name) is { Length: > 0 } given ? given : Path.Combine(AppContext.BaseDirectory, "datadog.json");
        var values = SettingsFile.TryRead(path, out var error);
        var source = new SettingsSource(environment, code, values);
        if (error != null)
            source.Report(Declarations.SwitchVariables.ConfigFile.Name, path, error, "what could be read of it");
        return source;
    }

    /// <summary>The text as given, which may be empty; null when nobody set it.</summary>
    public string? Raw(Setting setting) =>
        From(code, setting) ?? FromEnvironment(setting) ?? FromOtel(setting.Name) ?? From(file, setting);

    /// <summary>Whether somebody set the variable itself, to whatever value.</summary>
    public bool IsSet(string name) => environment(name) is not null || code?.ContainsKey(name) == true || file?.ContainsKey(name) == true;

    /// <summary>Whether somebody has set it by a name of its own.</summary>
    public bool IsGiven(Setting setting) => !string.IsNullOrEmpty(From(code, setting) ?? FromEnvironment(setting) ?? From(file, setting));

    public string? Text(Setting<string?> setting) => Raw(setting) is { Length: > 0 } text ? text : setting.Default;

    public bool Flag(Setting<bool> setting)
    {
        var text = Raw(setting);
        if (string.IsNullOrEmpty(text))
            return setting.Default;
        var value = IsTrue(text);
        if (!value && text != "0" && !text.Equals("false", StringComparison.OrdinalIgnoreCase))
            Report(setting.Name, text, "only true and 1 mean true", "false");
        return value;
    }

    public int Integer(Setting<int> setting, int least, int most)
    {
        var text = Raw(setting);
        if (string.IsNullOrEmpty(text))
            return setting.Default;
        if (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            return value;
        return Refuse(setting, text, $"not a whole number from {least} to {most}");
    }

    public double Number(Setting<double> setting, double least)
    {
        var text = Raw(setting);
        if (string.IsNullOrEmpty(text))
            return setting.Default;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) && value >= least)
            return value;
        return Refuse(setting, text, double.IsFinite(least) ? $"not a number from {least.ToString(CultureInfo.InvariantCulture)} on" : "not a number");
    }

    /// <summary>A duration of at most eleven days, which is as far as timers and sockets go.</summary>
    public TimeSpan Seconds(Setting<double> setting, double least)
    {
        const double most = 1_000_000;
        var seconds = Number(setting, least);
        return TimeSpan.FromSeconds(seconds <= most ? seconds : Refuse(setting, Raw(setting)!, $"longer than {most:0} seconds"));
    }

    /// <summary>The text in lower case. Nearly always it is already, and to change it the runtime loads a culture.</summary>
    public static string Lower(string text)
    {
        foreach (var letter in text)
            if (letter is >= 'A' and <= 'Z' or > '\x7f')
                return text.ToLowerInvariant();
        return text;
    }

    public static bool IsTrue(string? text) => text == "1" || (text != null && text.Equals("true", StringComparison.OrdinalIgnoreCase));

    /// <summary>Once: several settings may be read from one variable.</summary>
    public void Report(string name, string value, string reason, string used)
    {
        var problem = new SettingsProblem(name, value, reason, used);
        if (_problems?.Contains(problem) != true)
            (_problems ??= []).Add(problem);
    }

    private T Refuse<T>(Setting<T> setting, string text, string reason)
    {
        Report(setting.Name, text, reason, "the default " + Convert.ToString(setting.Default, CultureInfo.InvariantCulture));
        return setting.Default;
    }

    private static string? From(IReadOnlyDictionary<string, string>? values, Setting setting)
    {
        if (values is null)
            return null;
        if (values.TryGetValue(setting.Name, out var value))
            return value;
        foreach (var alias in setting.Aliases)
            if (values.TryGetValue(alias, out value))
                return value;
        return null;
    }

    private string? FromEnvironment(Setting setting)
    {
        if (environment(setting.Name) is { } value)
            return value;
        foreach (var alias in setting.Aliases)
            if (environment(alias) is { } other)
                return other;
        return null;
    }

    private string? FromOtel(string name) =>
        OtelMapping.VariableFor(name) is { } variable && environment(variable) is { Length: > 0 } value ? Translate(name, variable, value) : null;

    private string? Translate(string name, string variable, string value)
    {
        var translated = OtelMapping.Translate(variable, value, environment, reason => Report(variable, value, reason, name));
        if (translated == null)
            Report(variable, value, "not supported", "what " + name + " would be without it");
        return translated;
    }
}
