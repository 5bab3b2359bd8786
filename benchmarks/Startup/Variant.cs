using System.Globalization;
using DdRun.Testing;

namespace DdRun.Benchmarks.Startup;

/// <summary>One way to start the program, the runs measured so far, and how far from a plain start they may be.</summary>
internal sealed record Variant(string Name, string[] Command)
{
    public static string Heading { get; } = $"{"",-22}{"ms",8}{"ratio",8}{"CPU ms",8}{"peak MB",9}{"more MB",9}";

    public bool IsCold { get; init; }

    public double? MostTimes { get; init; }

    /// <summary>More milliseconds than <see cref="Beside"/> at most.</summary>
    public double? MostMilliseconds { get; init; }

    public Variant? Beside { get; init; }

    /// <summary>Environment variables on top of everybody's: <c>NAME=value</c>.</summary>
    public string[] MoreVariables { get; init; } = [];

    public double? MostMegabytes { get; init; }

    public List<ProcessAccounts> Runs { get; } = [];

    /// <summary>Whether it takes no more milliseconds than it may beside another.</summary>
    public bool IsWithin => Beside is null || MostMilliseconds is not { } most || Later <= most;

    private double Later => Beside is null ? 0 : Median(run => run.Milliseconds) - Beside.Median(run => run.Milliseconds);

    /// <summary>A line of the table: medians, and each bar with whether it is met.</summary>
    public string Compare(Variant plain)
    {
        double ms = Median(run => run.Milliseconds), mb = Median(run => run.PeakMegabytes);
        double times = ms / plain.Median(run => run.Milliseconds), more = mb - plain.Median(run => run.PeakMegabytes);
        return string.Create(CultureInfo.InvariantCulture,
            $"{Name,-22}{ms,8:f1}{times,8:f2}{Median(run => run.CpuMilliseconds),8:f1}{mb,9:f1}{more,9:f1}")
            + Verdict(times, MostTimes, " times") + Verdict(more, MostMegabytes, " MB more")
            + Verdict(Later, MostMilliseconds, " ms more than " + Beside?.Name.Trim());
    }

    private static string Verdict(double value, double? most, string unit) =>
        most is { } bar ? string.Create(CultureInfo.InvariantCulture, $"  {value:f1}{unit}, at most {bar}: {(value <= bar ? "met" : "missed")}") : "";

    private double Median(Func<ProcessAccounts, double> value) => Runs.Select(value).Order().ElementAt(Runs.Count / 2);
}
