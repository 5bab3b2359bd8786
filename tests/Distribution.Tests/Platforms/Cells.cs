namespace DdRun.Distribution.Tests.Platforms;

/// <summary>Platform × framework.</summary>
public static class Cells
{
    /// <summary>Those that can be had here.</summary>
    public static IEnumerable<object[]> Present() => All().Where(cell => new Platform(cell.Platform, cell.Framework).Missing is null).Select(cell => new object[] { cell.Platform, cell.Framework });

    /// <summary>Those of the present ones that are no emulators; in the whole form all of them.</summary>
    public static IEnumerable<object[]> Quick() => Platform.IsWholeForm ? Present() : Present().Where(cell => cell[0] is not ("linux-arm64" or "windows"));

    /// <summary>Of these, those in which a program can be a server and its client.</summary>
    public static IEnumerable<object[]> Serving() => Quick().Where(cell => !IsStuck(cell));

    /// <summary>The others, each with its reason.</summary>
    internal static string Reasons =>
        string.Join("; ", All().Select(cell => (cell, new Platform(cell.Platform, cell.Framework).Missing)).Where(pair => pair.Missing is not null).Select(pair => $"{pair.cell.Platform} {pair.cell.Framework}: {pair.Missing}")
            .Concat(Quick().Where(IsStuck).Select(_ => "windows net8.0, with a server: on wine it gets stuck without dd-run as well")));

    // A server and its client in one process wait for each other for ever there, traced or not, in most runs.
    private static bool IsStuck(object[] cell) => cell is ["windows", "net8.0"];

    private static IEnumerable<(string Platform, string Framework)> All() => Platform.Names.SelectMany(_ => Platform.Frameworks, (platform, framework) => (platform, framework));
}
