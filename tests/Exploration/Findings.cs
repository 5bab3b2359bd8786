using System.Globalization;

namespace DdRun.Exploration;

/// <summary>What exploring one tool came to.</summary>
internal sealed record Findings(Tool Tool)
{
    public const double MostCpuByDefault = 1.15;
    public const double MostMegabytesByDefault = 25;
    public const double MostStartWoven = 3;

    /// <summary>Why the tool was not explored.</summary>
    public string? Missing { get; init; }

    public List<string> Differences { get; } = [];

    public int Compiled { get; set; }

    public double CpuByDefault { get; set; }
    public double MegabytesByDefault { get; set; }
    public double StartByDefault { get; set; }
    public double WorkWoven { get; set; }
    public double StartWoven { get; set; }
    public double StartWovenCold { get; set; }

    public bool MeetsBars => Differences.Count == 0 && CpuByDefault <= MostCpuByDefault && MegabytesByDefault <= MostMegabytesByDefault && StartWoven <= MostStartWoven;

    public const string Header = """
        | tool | methods compiled | differences | processor time, no manifest | more MB | start, no manifest | start, all woven | cold | processor time, all woven | bars |
        |---|---|---|---|---|---|---|---|---|---|
        """;

    public string Row => Missing is { } reason
        ? $"| {Tool.Package} {Tool.Version} | not explored: {reason} |  |  |  |  |  |  |  |  |"
        : string.Create(CultureInfo.InvariantCulture,
            $"| {Tool.Package} {Tool.Version} | {Compiled} | {Differences.Count} | {CpuByDefault:f2} | {MegabytesByDefault:f1} | {StartByDefault:f2} | {StartWoven:f2} | {StartWovenCold:f2} | {WorkWoven:f2} | {(MeetsBars ? "met" : "missed")} |");
}
