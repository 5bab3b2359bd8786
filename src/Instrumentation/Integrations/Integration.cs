using DdRun.Configuration;
using DdRun.Diagnostics;

namespace DdRun.Instrumentation.Integrations;

/// <summary>
/// One library that is traced without a manifest of the user's. <paramref name="Assembly"/> is the one whose presence makes it worth starting;
/// versions from <paramref name="From"/> to below <paramref name="Below"/> are tested, others are tried with a debug line.
/// </summary>
internal sealed record Integration(string Name, string Assembly, string? From = null, string? Below = null)
{
    /// <summary>Older or other names that the switch is known by.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    public string Switch => SwitchOf(Upper(Name));

    public bool IsEnabled(Settings settings)
    {
        foreach (var alias in Aliases)
            if (!IsOn(settings, alias))
                return false;
        return IsOn(settings, Name);
    }

    /// <summary>Says once, for the debug log, that a version outside the tested range is in use.</summary>
    public void CheckVersion(Version? version)
    {
        if (!Log.IsDebug || version is null || IsTested(version))
            return;
        Log.Debug($"Integration {Name}: {Assembly} {version} is outside the tested versions {From ?? "0"} to below {Below ?? "any"}; trying it.");
    }

    public bool IsTested(Version version) =>
        (From is null || version >= Version.Parse(From)) && (Below is null || version < Version.Parse(Below));

    /// <summary>Whether the switch of that name, in capitals or as it is, leaves an integration on.</summary>
    public static bool IsOn(Settings settings, string name) => settings.Flag(SwitchOf(Upper(name)), true) && settings.Flag(SwitchOf(name), true);

    /// <summary>Whether that switch is there and on.</summary>
    public static bool IsAskedFor(Settings settings, string name) => settings.Flag(SwitchOf(Upper(name)), false) || settings.Flag(SwitchOf(name), false);

    private static string SwitchOf(string name) => $"DD_TRACE_{name}_ENABLED";

    // Names are ASCII; for all that a text can be, every start would load a culture.
    private static string Upper(string name)
    {
        var letters = name.ToCharArray();
        for (var i = 0; i < letters.Length; i++)
        {
            if (letters[i] is >= 'a' and <= 'z')
                letters[i] -= (char)('a' - 'A');
        }
        return new(letters);
    }
}
