using System.Globalization;
using System.Text.RegularExpressions;

namespace DdRun.Exploration;

/// <summary>Runs a tool plain, under dd-run, and with everything woven, in turns, and compares.</summary>
internal static partial class Exploration
{
    /// <param name="rounds">How often each way is measured; medians count.</param>
    /// <param name="compiles">Whether every method is compiled as well.</param>
    public static Findings Of(Tool tool, Explorer explorer, int rounds, bool compiles)
    {
        if (explorer.Install(tool, out var reason) is not { } path)
            return new(tool) { Missing = reason };
        var findings = new Findings(tool);
        var start = new Work(tool.Start) { Environment = tool.Work.Environment };
        var starts = Measure(tool, path, start, explorer, rounds, findings);
        findings.StartWovenCold = starts.Cold / starts.Of(Way.Plain, run => run.CpuSeconds);
        findings.StartWoven = starts.Ratio(Way.Woven, run => run.CpuSeconds);
        findings.StartByDefault = starts.Ratio(Way.Default, run => run.CpuSeconds);
        var works = Measure(tool, path, tool.Work, explorer, rounds, findings);
        findings.CpuByDefault = works.Ratio(Way.Default, run => run.CpuSeconds);
        findings.MegabytesByDefault = works.Of(Way.Default, run => run.PeakMegabytes) - works.Of(Way.Plain, run => run.PeakMegabytes);
        findings.WorkWoven = works.Ratio(Way.Woven, run => run.CpuSeconds);
        if (compiles)
            Compile(tool, path, explorer, findings);
        return findings;
    }

    private static void Compile(Tool tool, string path, Explorer explorer, Findings findings)
    {
        string[] plain = explorer.Compile(tool, path, Way.Plain).Split('\n'), woven = explorer.Compile(tool, path, Way.Woven).Split('\n');
        // What fails plain may do without it woven: a body that is not inlined binds no native library before it is called.
        findings.Differences.AddRange(woven.Select(WithoutOutcome).Except(plain.Select(WithoutOutcome)).Select(line => "compiled woven: " + line));
        findings.Compiled = plain.Select(line => CompiledCount().Match(line)).Where(match => match.Success).Sum(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        if (findings.Compiled == 0)
            findings.Differences.Add("no method was compiled: " + plain[0]);
    }

    // The methods that fail have lines of their own.
    private static string WithoutOutcome(string line) => Outcome().Replace(line, match => string.Create(
        CultureInfo.InvariantCulture, $": {int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) + int.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture)} methods, {match.Groups[2].Value} without type arguments"));

    private static Series Measure(Tool tool, string path, Work work, Explorer explorer, int rounds, Findings findings)
    {
        var series = new Series();
        explorer.ForgetPlans();
        // Two plain runs that differ from each other say nothing about dd-run.
        var plain = explorer.Run(tool, path, work, Way.Plain);
        var again = explorer.Run(tool, path, work, Way.Plain);
        foreach (var difference in plain.Differences(again))
            findings.Differences.Add($"two plain runs of '{string.Join(' ', work.Arguments)}' differ: {difference}");
        series.Cold = explorer.Run(tool, path, work, Way.Woven).CpuSeconds;
        for (var round = 0; round < rounds; round++)
        {
            foreach (var way in Enum.GetValues<Way>())
            {
                var run = explorer.Run(tool, path, work, way);
                series.Add(way, run);
                findings.Differences.AddRange(plain.Differences(run).Select(difference => $"{way}, '{string.Join(' ', work.Arguments)}': {difference}").Except(findings.Differences));
            }
        }
        return series;
    }

    [GeneratedRegex(@": (\d+) compiled,")]
    private static partial Regex CompiledCount();

    [GeneratedRegex(@": (\d+) compiled, (\d+) without type arguments, (\d+) failed$")]
    private static partial Regex Outcome();

    private sealed class Series
    {
        private readonly Dictionary<Way, List<Observation>> _runs = [];

        public double Cold { get; set; }

        public void Add(Way way, Observation run)
        {
            if (!_runs.TryGetValue(way, out var runs))
                _runs.Add(way, runs = []);
            runs.Add(run);
        }

        public double Of(Way way, Func<Observation, double> value) => _runs[way].Select(value).Order().ElementAt(_runs[way].Count / 2);

        public double Ratio(Way way, Func<Observation, double> value) => Of(way, value) / Of(Way.Plain, value);
    }
}
