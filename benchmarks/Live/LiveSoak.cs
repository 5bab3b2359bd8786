using System.Diagnostics;
using System.Globalization;

namespace DdRun.Benchmarks.Live;

/// <summary>
/// Ten minutes of weaving and putting back about a thousand methods a second, all at once: of a library on four threads, and of a web server under 32
/// connections, where much of a request's way is woven. DD_RUN_SOAK_SECONDS is for less.
/// </summary>
internal static class LiveSoak
{
    private const int Rounds = 10, SecondsBetween = 15;
    private const double MostLatency = 50_000;

    // What is woven in each cycle, by turns: about a thousand methods.
    private static readonly string[][] s_library = [["Newtonsoft.Json.Linq.*.*"], ["Newtonsoft.Json.*.*"]];
    private static readonly string[][] s_server = [["Microsoft.AspNetCore.Server.Kestrel.Core.Internal.Http.*.*", "Microsoft.AspNetCore.Http.**.*"]];

    private static int Seconds => int.TryParse(Environment.GetEnvironmentVariable("DD_RUN_SOAK_SECONDS"), out var told) ? told : 600;

    public static void Library()
    {
        if (LookedInto.Home() is not { } home)
            return;
        var seconds = Seconds;
        using var process = new LookedInto(LiveChild.Work);
        process.Ask("warm up");
        Thread.Sleep(TimeSpan.FromSeconds(Math.Min(10, seconds)));
        var before = process.Ask("count").Split(' ');
        process.Open(home);
        var memory = process.Memory;
        var watch = Stopwatch.StartNew();
        var (cycles, methods) = Cycle(process, s_library, () => watch.Elapsed.TotalSeconds >= seconds);
        var during = process.Ask("count").Split(' ');
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {cycles} times in {watch.Elapsed.TotalSeconds:0} s, {methods} methods woven and put back"));
        Console.WriteLine($"  before:  {before[0]} documents, {before[1]} wrong; percentiles of one {before[2]}, {before[3]}, {before[4]} µs");
        Console.WriteLine($"  during:  {during[0]} documents, {during[1]} wrong; percentiles of one {during[2]}, {during[3]}, {during[4]} µs (50, 99, 99.9; the last at most 50 ms more)");
        TellMemory(process.Memory - memory, methods);
        if (process.HasExited || during[1] != "0")
            Console.WriteLine("  FAILED");
    }

    public static void Server()
    {
        if (LookedInto.Home() is { } home)
            Server(home, Seconds).GetAwaiter().GetResult();
    }

    // With and without in turns, so that both meet the same moods of the machine.
    private static async Task Server(string home, int seconds)
    {
        using var process = LookedInto.Web("serve");
        var url = process.Hear() + "/hello";
        await Wrk.Run(url, Math.Min(SecondsBetween, seconds));
        process.Open(home);
        var memory = process.Memory;
        List<Wrk> without = [], with = [];
        long cycles = 0, methods = 0;
        var turn = Math.Max(1, seconds / Rounds);
        for (var round = 0; round < Rounds; round++)
        {
            without.Add(await Wrk.Run(url, Math.Min(SecondsBetween, turn)));
            var load = Wrk.Run(url, turn);
            var (more, woven) = Cycle(process, s_server, () => load.IsCompleted);
            (cycles, methods) = (cycles + more, methods + woven);
            with.Add(await load);
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {cycles} times in {turn * Rounds} s, {methods} methods woven and put back"));
        Tell("without:", without);
        Tell("with:", with);
        TellMemory(process.Memory - memory, methods);
        if (process.HasExited || with.Sum(run => run.Failed) > 0 || Middle(with) - Middle(without) > MostLatency)
            Console.WriteLine("  FAILED");
    }

    // About once a second.
    private static (long Cycles, long Methods) Cycle(LookedInto process, string[][] patterns, Func<bool> isOver)
    {
        long cycles = 0, methods = 0;
        for (; !isOver(); cycles++)
        {
            var start = Stopwatch.GetTimestamp();
            foreach (var pattern in patterns[cycles / 2 % patterns.Length])
            {
                methods += process.Observe(cycles % 2 == 0 ? "watch" : "monitor", pattern, ",\"if\":\"duration > 1h\"");
                process.Stop();
            }
            if (TimeSpan.FromSeconds(1) - Stopwatch.GetElapsedTime(start) is { Ticks: > 0 } left)
                Thread.Sleep(left);
        }
        return (cycles, methods);
    }

    private static void Tell(string what, List<Wrk> runs) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"  {what,-8} {runs.Sum(run => run.Requests)} requests, {runs.Sum(run => run.Failed)} failed; 99.9th percentile {Middle(runs) / 1000:0.0} ms (median of {runs.Count} turns), {runs.Max(run => run.P999) / 1000.0:0.0} ms (the worst)"));

    private static void TellMemory(long grown, long methods) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"  memory:  {grown} KiB more, {1024.0 * grown / Math.Max(1, 2 * methods):0} bytes a change of a method"));

    private static double Middle(List<Wrk> runs) => runs.Select(run => run.P999).Order().ElementAt(runs.Count / 2);
}
