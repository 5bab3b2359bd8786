namespace DdRun.Distribution.Tests.Platforms;

/// <summary>Platform × framework.</summary>
public static class Cells
{
    /// <summary>Those that can be had here.</summary>
    public static IEnumerable<object[]> Present() => All().Where(cell => new Platform(cell.Platform, cell.Framework).Missing is null).Select(cell => new object[] { cell.Platform, cell.Framework });

    /// <summary>The others, each with its reason.</summary>
    internal static string Reasons =>
        string.Join("; ", All().Select(cell => (cell, new Platform(cell.Platform, cell.Framework).Missing)).Where(pair => pair.Missing is not null).Select(pair => $"{pair.cell.Platform} {pair.cell.Framework}: {pair.Missing}"));

    private static IEnumerable<(string Platform, string Framework)> All() => Platform.Names.SelectMany(_ => Platform.Frameworks, (platform, framework) => (platform, framework));
}
