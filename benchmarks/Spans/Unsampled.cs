using DdRun.Benchmarks.AspNetCore;

namespace DdRun.Benchmarks.Spans;

/// <summary>Processor time for traces that are counted and dropped, against those that are counted and sent; at most 0.6.</summary>
internal static class Unsampled
{
    private const int Rounds = 7, SpansPerTrace = 10;

    public static void Run()
    {
        using var agent = new DrainingAgent();
        var (kept, dropped) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            kept.Add(EndToEndChild.Start(EndToEndChild.Kept, SpansPerTrace, agent.Url).Warm);
            dropped.Add(EndToEndChild.Start(EndToEndChild.Dropped, SpansPerTrace, agent.Url).Warm);
        }
        kept.Sort();
        dropped.Sort();
        Console.WriteLine($"  kept:    {kept[Rounds / 2]:0} ns of processor time a span");
        Console.WriteLine($"  dropped: {dropped[Rounds / 2]:0} ns of processor time a span, {dropped[Rounds / 2] / kept[Rounds / 2]:0.00}");
    }
}
