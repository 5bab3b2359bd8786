namespace DdRun.Launcher.Launch;

/// <summary>The rules by which Windows' command line finds what a word stands for.</summary>
internal static class WindowsCommand
{
    private const string UsualSuffixes = ".COM;.EXE;.BAT;.CMD";

    /// <param name="command">As typed.</param>
    /// <param name="suffixes"><c>PATHEXT</c>.</param>
    /// <returns>The names that its file may have, best first: as it stands where that is a program's, then with each suffix of programs.</returns>
    public static IReadOnlyList<string> Names(string command, string? suffixes)
    {
        var known = (string.IsNullOrEmpty(suffixes) ? UsualSuffixes : suffixes).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var names = new List<string>();
        if (known.Any(suffix => command.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)))
            names.Add(command);
        foreach (var suffix in known)
            names.Add(command + suffix.ToLowerInvariant());
        return names;
    }

    /// <returns>Where to look, in order: the current folder comes first, and alone when a folder was typed. A name stands for itself where it is empty.</returns>
    public static IEnumerable<string> Folders(string command, string? path) =>
        command.AsSpan().IndexOfAny('/', '\\', ':') >= 0
            ? [""]
            : ["", .. (path ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(folder => folder.Trim('"'))];
}
