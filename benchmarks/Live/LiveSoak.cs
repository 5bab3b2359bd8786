using System.Diagnostics;
using System.Globalization;

namespace DdRun.Benchmarks.Live;

/// <summary>
/// A library under load whose methods are woven and put back, all at once, about every second for ten minutes. DD_RUN_SOAK_SECONDS is for less.
/// </summary>
internal static class LiveSoak
{
    // Somewhat below a thousand methods.
    private static readonly string[] s_patterns = ["Newtonsoft.Json.Linq.*.*", "Newtonsoft.Json.*.*"];

    public static void Run()
    {
        if (LookedInto.Home() is not { } home)
            return;
        var seconds = int.TryParse(Environment.GetEnvironmentVariable("DD_RUN_SOAK_SECONDS"), out var told) ? told : 600;
        using var process = new LookedInto(LiveChild.Work);
        process.Ask("warm up");
        Thread.Sleep(TimeSpan.FromSeconds(Math.Min(10, seconds)));
        var before = process.Ask("count").Split(' ');
        process.Open(home);
        var memory = process.Memory;
        var watch = Stopwatch.StartNew();
        long cycles = 0, methods = 0;
        for (; watch.Elapsed.TotalSeconds < seconds; cycles++)
        {
            var start = watch.Elapsed;
            methods += process.Observe(cycles % 2 == 0 ? "watch" : "monitor", s_patterns[cycles % s_patterns.Length], ",\"if\":\"duration > 1h\"");
            process.Stop();
            if (TimeSpan.FromSeconds(1) - (watch.Elapsed - start) is { Ticks: > 0 } left)
                Thread.Sleep(left);
        }
        var during = process.Ask("count").Split(' ');
        var grown = process.Memory - memory;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {cycles} times in {watch.Elapsed.TotalSeconds:0} s, {methods} methods woven and put back"));
        Console.WriteLine($"  before: {before[0]} documents, {before[1]} wrong; percentiles of one {before[2]}, {before[3]}, {before[4]} µs");
        Console.WriteLine($"  during: {during[0]} documents, {during[1]} wrong; percentiles of one {during[2]}, {during[3]}, {during[4]} µs (50, 99, 99.9; the last at most 50 ms more)");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  memory: {grown} KiB more, {1024.0 * grown / Math.Max(1, 2 * methods):0} bytes a change of a method"));
        if (process.HasExited || during[1] != "0")
            Console.WriteLine("  FAILED");
    }
}
