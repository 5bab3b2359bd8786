using System.Diagnostics;

namespace DdRun.Benchmarks.Metrics;

/// <summary>
/// The same process with and without runtime metrics: memory, and how much later it exits when nobody listens.
/// Bars: 3 MiB, 100 ms. The process is this program again, so that only the metrics differ.
/// </summary>
internal static class Footprint
{
    public const string ChildArgument = "metrics-child";
    private const int Rounds = 7;
    private static readonly string[] s_modes = ["plain", "on"];

    public static void Run()
    {
        foreach (var app in new[] { "bare", "tracing" })
        {
            var memory = s_modes.ToDictionary(mode => mode, _ => new List<double>());
            for (var round = 0; round < Rounds; round++)
                foreach (var mode in s_modes)
                    memory[mode].Add(double.Parse(Start(app, mode, "stay", "unix:///no/such.socket").Output));
            var (plain, on) = (Median(memory["plain"]), Median(memory["on"]));
            Console.WriteLine($"  memory, {app} app: {plain / 1024:0.0} MiB plain, {on / 1024:0.0} MiB with metrics: +{(on - plain) / 1024:0.0} MiB (bar: 3)");
        }
        foreach (var url in new[] { "unix:///no/such.socket", "udp://127.0.0.1:9", "udp://no-such-host.invalid:8125" })
        {
            var times = s_modes.ToDictionary(mode => mode, _ => new List<double>());
            for (var round = 0; round < Rounds; round++)
                foreach (var mode in s_modes)
                    times[mode].Add(Start("bare", mode, "exit", url).AfterLastLine.TotalMilliseconds);
            Console.WriteLine($"  from the end of Main to exit, {url}: {Median(times["plain"]):0} ms plain, {Median(times["on"]):0} ms with metrics (bar: +100)");
        }
    }

    /// <summary>What the started process does.</summary>
    public static int Child(string[] arguments)
    {
        var (app, mode, what, url) = (arguments[1], arguments[2], arguments[3], arguments[4]);
        if (app == "tracing")
        {
            using var span = Tracer.Trace("work");
        }
        if (mode == "on") RuntimeMetrics.Enable(url, TimeSpan.FromMilliseconds(200));
        if (what == "stay")
        {
            // Five reports; what the first one needs once is part of the price.
            new ManualResetEvent(false).WaitOne(TimeSpan.FromSeconds(1.1));
            Console.WriteLine(File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', '\t')[^2]);
        }
        else
        {
            Console.WriteLine("end");
        }
        return 0;
    }

    private static (string Output, TimeSpan AfterLastLine) Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [ChildArgument, .. arguments]) { RedirectStandardOutput = true };
        start.Environment["DD_TRACE_AGENT_URL"] = "unix:///no/such.agent";
        using var process = Process.Start(start)!;
        var line = process.StandardOutput.ReadLine()!;
        var at = Stopwatch.GetTimestamp();
        process.WaitForExit();
        return (line, Stopwatch.GetElapsedTime(at));
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
