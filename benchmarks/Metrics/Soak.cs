using System.Diagnostics;
using System.Globalization;

namespace DdRun.Benchmarks.Metrics;

/// <summary>
/// Minutes (DD_SOAK_SECONDS, default 600) at an interval of 0.1 s with agents that come and go, over every transport: memory has to stay
/// flat, counters have to add up to the truth, and what was dropped has to be reported.
/// </summary>
internal static class Soak
{
    // What the JIT compiles anew after minutes may cost the process a step or two; what is referenced must not grow at all.
    private const double FlatMemory = 1.1;
    private const long FlatHeapBytes = 32 * 1024;
    private static readonly TimeSpan s_phase = TimeSpan.FromSeconds(3);

    public static void Run()
    {
        var seconds = int.TryParse(Environment.GetEnvironmentVariable("DD_SOAK_SECONDS"), CultureInfo.InvariantCulture, out var given) ? given : 600;
        SoakLine[] lines = [new("udp"), new("datagram"), new("stream")];
        using var client = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [SoakChild.Argument, .. lines.Select(line => line.Url)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var memory = ComeAndGo(lines, client, TimeSpan.FromSeconds(seconds));

        foreach (var line in lines)
            line.Open();
        client.StandardInput.WriteLine("end");
        string[] counted = [.. lines.Select(_ => client.StandardOutput.ReadLine()!)];
        var collections = long.Parse(client.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
        var heap = client.StandardOutput.ReadLine()!.Split(' ').Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        client.WaitForExit();
        foreach (var line in lines)
            line.Close();

        var reported = lines[^1].Sums.GetValueOrDefault("runtime.dotnet.gc.count.gen2");
        var isMet = collections == reported;
        for (var i = 0; i < lines.Length; i++)
            isMet &= lines[i].Check(counted[i], isShared: i == lines.Length - 1);
        Console.WriteLine($"  gen-2 collections: {collections}, received {reported}");
        var (first, last) = Thirds(memory);
        Console.WriteLine($"  memory over the first third {first / 1024.0:0.0} MiB, over the last {last / 1024.0:0.0} MiB; live objects {heap[0] / 1024} KiB, {heap[1] / 1024} KiB");
        Console.WriteLine(isMet && last <= first * FlatMemory && heap[1] <= heap[0] + FlatHeapBytes ? "  bar met: sums exact, memory flat" : "  BAR MISSED: sums exact, memory flat");
    }

    /// <summary>Medians of the first and the last third.</summary>
    public static (long First, long Last) Thirds(List<long> values) => (Median(values[..(values.Count / 3)]), Median(values[^(values.Count / 3)..]));

    // The client's memory as it was after every phase.
    private static List<long> ComeAndGo(SoakLine[] lines, Process client, TimeSpan duration)
    {
        var memory = new List<long>();
        var isUp = false;
        for (var total = Stopwatch.StartNew(); total.Elapsed < duration; memory.Add(Resident(client)))
        {
            isUp = !isUp;
            if (isUp)
                foreach (var line in lines)
                    line.Open();
            Thread.Sleep(s_phase);
            foreach (var line in lines)
                line.Close();
        }
        return memory;
    }

    private static long Resident(Process process) =>
        long.Parse(File.ReadLines($"/proc/{process.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', '\t')[^2], CultureInfo.InvariantCulture);

    private static long Median(List<long> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
