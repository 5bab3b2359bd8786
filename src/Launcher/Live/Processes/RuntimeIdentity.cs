namespace DdRun.Launcher.Live.Processes;

/// <summary>What a runtime says of itself.</summary>
/// <param name="CommandLine">As one text.</param>
/// <param name="Architecture">Such as <c>x64</c> or <c>arm64</c>.</param>
/// <param name="EntryAssembly">The name of the assembly whose Main runs, without its suffix; empty before it does.</param>
/// <param name="Version">Such as <c>10.0.1</c>, with what a build may add behind a plus.</param>
internal sealed record RuntimeIdentity(string CommandLine, string Architecture, string EntryAssembly, string Version)
{
    public string ShortVersion => Version.Split('+', '-')[0];

    public int Major => int.TryParse(Version.Split('.')[0], System.Globalization.CultureInfo.InvariantCulture, out var major) ? major : 0;
}
