using System.Diagnostics;
using System.Globalization;

namespace DdRun.Benchmarks.Metrics;

/// <summary>
/// Minutes (DD_SOAK_SECONDS, default 600) at an interval of 0.1 s with agents that come and go, over every transport: memory has to stay
/// flat, counters have to add up to the truth, and what was dropped has to be reported.
/// </summary>
internal static class Soak
{
    private const double FlatShare = 1.03;
    private static readonly TimeSpan s_phase = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(0.1);

    public static void Run()
    {
        var seconds = int.TryParse(Environment.GetEnvironmentVariable("DD_SOAK_SECONDS"), CultureInfo.InvariantCulture, out var given) ? given : 600;
        SoakLine[] lines = [new("udp", s_interval), new("datagram", s_interval), new("stream", s_interval)];
        // The runtime metrics have a client of their own, at the same address.
        var shared = lines[^1];
        RuntimeMetrics.Enable(shared.Url, s_interval);
        var memory = ComeAndGo(lines, TimeSpan.FromSeconds(seconds));

        foreach (var line in lines) line.Open();
        var collections = GC.CollectionCount(2);
        RuntimeMetrics.Disable();
        foreach (var line in lines)
        {
            line.Dispose();
            line.Close();
        }
        var isMet = collections == shared.Sums.GetValueOrDefault("runtime.dotnet.gc.count.gen2");
        foreach (var line in lines)
        {
            var isExact = line.Received == line.Truth && (line == shared ? line.ReportedDrops >= line.Packets.Dropped : line.ReportedDrops == line.Packets.Dropped);
            Console.WriteLine($"  {line.Transport}: {line.Truth} calls, {line.Received} received; packets sent {line.Packets.Sent}, dropped {line.Packets.Dropped}, reported {line.ReportedDrops}: {(isExact ? "exact" : "NOT EXACT")}");
            isMet &= isExact;
        }
        Console.WriteLine($"  gen-2 collections: {collections}, received {shared.Sums.GetValueOrDefault("runtime.dotnet.gc.count.gen2")}");
        var (first, last) = (Median(memory[..(memory.Count / 3)]), Median(memory[^(memory.Count / 3)..]));
        Console.WriteLine($"  memory over the first third {first / 1024.0:0.0} MiB, over the last {last / 1024.0:0.0} MiB");
        Console.WriteLine(isMet && last <= first * FlatShare ? "  bar met: sums exact, memory flat" : "  BAR MISSED: sums exact, memory flat");
    }

    // Memory as it was after every phase.
    private static List<long> ComeAndGo(SoakLine[] lines, TimeSpan duration)
    {
        var memory = new List<long>();
        var isUp = false;
        for (var total = Stopwatch.StartNew(); total.Elapsed < duration; memory.Add(Resident()))
        {
            isUp = !isUp;
            if (isUp) foreach (var line in lines) line.Open();
            for (var phase = Stopwatch.StartNew(); phase.Elapsed < s_phase; Thread.Sleep(1))
                foreach (var line in lines)
                    line.Count(100);
            foreach (var line in lines) line.Close();
        }
        return memory;
    }

    // The agents' strings, in the same process, are not what is measured.
    private static long Resident()
    {
        GC.Collect();
        return long.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', '\t')[^2], CultureInfo.InvariantCulture);
    }

    private static long Median(List<long> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
