namespace DdRun.Exploration;

/// <summary>What a run did, as far as two runs can be compared, and what it cost.</summary>
/// <param name="Files">By name: what it left in its folder.</param>
internal sealed record Observation(int ExitCode, string Output, string Errors, SortedDictionary<string, string> Files, double CpuSeconds, double Seconds, double PeakMegabytes)
{
    /// <summary>What differs from another run, a line each.</summary>
    public IEnumerable<string> Differences(Observation other)
    {
        if (ExitCode != other.ExitCode)
            yield return $"exit code {other.ExitCode}, plain {ExitCode}";
        foreach (var (what, mine, its) in new[] { ("output", Output, other.Output), ("errors", Errors, other.Errors) })
        {
            if (FirstDifference(mine, its) is { } text)
                yield return $"{what}: {text}";
        }
        foreach (var name in Files.Keys.Union(other.Files.Keys).Order(StringComparer.Ordinal))
        {
            if (!other.Files.TryGetValue(name, out var its))
                yield return $"{name} is missing";
            else if (!Files.TryGetValue(name, out var mine))
                yield return $"{name} is new";
            else if (FirstDifference(mine, its) is { } text)
                yield return $"{name}: {text}";
        }
    }

    private static string? FirstDifference(string plain, string other)
    {
        if (plain == other)
            return null;
        string[] mine = plain.Split('\n'), its = other.Split('\n');
        var at = 0;
        while (at < mine.Length && at < its.Length && mine[at] == its[at])
            at++;
        return $"line {at + 1} is \"{Cut(its.ElementAtOrDefault(at))}\", plain \"{Cut(mine.ElementAtOrDefault(at))}\"";
    }

    private static string Cut(string? line) => line is null ? "(none)" : line.Length > 160 ? line[..160] + "…" : line;
}
