using System.Diagnostics;

namespace DdRun.Benchmarks.Metrics;

/// <summary>
/// The same process with and without runtime metrics: memory, and how much later it exits when nobody listens.
/// Bars: 3 MiB, 100 ms. The process is this program again, so that only the metrics differ.
/// </summary>
internal static class Footprint
{
    public const string ChildArgument = "metrics-child";
    private const string NobodyThere = "unix:///no/such.socket";
    private const int Rounds = 9;
    private const double ShortestInterval = 0.1;
    private const double BarMegabytes = 3, BarMilliseconds = 100;
    private static readonly string[] s_modes = ["plain", "on"];

    public static void Run()
    {
        // What it costs at once, and once the JIT has compiled anew whatever is called again and again.
        foreach (var reports in new[] { 5, 100 })
            foreach (var app in new[] { "idle", "working", "tracing" })
                CompareMemory($"{app} app, {reports} reports", mode => Start([Environment.ProcessPath!], app, mode, reports));
        if (Launcher is { } launcher)
        {
            // Five seconds, which is as many reports as an environment variable can ask for.
            var reports = (int)(5 / FootprintChild.Interval.TotalSeconds);
            foreach (var app in new[] { "idle", "working" })
                CompareMemory($"{app} app under dd-run, with metrics and without", mode => Start([launcher, Environment.ProcessPath!], app, "plain", reports, mode));
            // Most of it is what weaving takes.
            CompareMemory("working app with dd-run and metrics, and with neither", mode => Start(mode == "on" ? [launcher, Environment.ProcessPath!] : [Environment.ProcessPath!], "working", "plain", reports, mode), bar: null);
        }
        foreach (var url in new[] { NobodyThere, "udp://127.0.0.1:9", "udp://no-such-host.invalid:8125" })
        {
            var times = s_modes.ToDictionary(mode => mode, _ => new List<double>());
            for (var round = 0; round < Rounds; round++)
                foreach (var mode in s_modes)
                {
                    using var process = Start([Environment.ProcessPath!], "idle", mode, 0, url: url);
                    times[mode].Add(AfterLastLine(process).TotalMilliseconds);
                }
            var (plain, on) = (Median(times["plain"]), Median(times["on"]));
            Console.WriteLine($"  from the end of Main to exit, {url}: {plain:0} ms plain, {on:0} ms with metrics: {Verdict(on - plain, BarMilliseconds)}");
        }
    }

    private static string? Launcher
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
                if (Path.Combine(folder.FullName, "artifacts", "bin", "dd-run") is var path && File.Exists(path))
                    return path;
            return null;
        }
    }

    private static void CompareMemory(string what, Func<string, Process> start, double? bar = BarMegabytes)
    {
        var memory = s_modes.ToDictionary(mode => mode, _ => (All: new List<double>(), Own: new List<double>()));
        for (var round = 0; round < Rounds; round++)
        {
            // At the same time: memory does not depend on how fast they are.
            var processes = s_modes.ToDictionary(mode => mode, start);
            foreach (var (mode, process) in processes)
                using (process)
                {
                    var numbers = process.StandardOutput.ReadToEnd().Split(' ').Select(double.Parse).ToArray();
                    memory[mode].All.Add(numbers[0] / 1024);
                    memory[mode].Own.Add(numbers[1] / 1024);
                }
        }
        var (plain, on) = (Median(memory["plain"].All), Median(memory["on"].All));
        var own = Median(memory["on"].Own) - Median(memory["plain"].Own);
        Console.WriteLine($"  memory, {what}: {plain:0.0} MiB plain, {on:0.0} MiB with metrics: {Verdict(on - plain, bar)}; {own:+0.0} MiB of it are not pages of files");
    }

    private static string Verdict(double more, double? bar) => $"{more:+0.0;-0.0}{(bar == null ? "" : more <= bar ? $" (bar met: {bar})" : $" (BAR MISSED: {bar})")}";

    private static Process Start(string[] command, string app, string mode, int reports, string ddRunMode = "", string url = NobodyThere)
    {
        var start = new ProcessStartInfo(command[0], [.. command[1..], ChildArgument, app, mode, $"{reports}", url]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DD_TRACE_AGENT_URL"] = "unix:///no/such.agent";
        start.Environment["DD_RUNTIME_METRICS_ENABLED"] = ddRunMode == "on" ? "true" : "false";
        start.Environment["DD_DOGSTATSD_URL"] = url;
        start.Environment["DD_RUNTIME_METRICS_INTERVAL"] = $"{ShortestInterval}";
        return Process.Start(start)!;
    }

    private static TimeSpan AfterLastLine(Process process)
    {
        process.StandardOutput.ReadLine();
        var at = Stopwatch.GetTimestamp();
        process.WaitForExit();
        return Stopwatch.GetElapsedTime(at);
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
