namespace DdRun.Benchmarks;

/// <summary>Measures alternatives in turn, so that whatever else the machine does hits all of them; medians over the rounds.</summary>
internal static class Alternating
{
    internal sealed record Subject(string Name, Action<int> Loop, Action? AfterRound = null);

    internal sealed record Outcome(string Name, double Nanoseconds, double Bytes);

    /// <summary>The first subject is what the others are compared with.</summary>
    public static IReadOnlyList<Outcome> Compare(int iterations, int rounds, params Subject[] subjects)
    {
        var times = subjects.Select(_ => new List<double>()).ToArray();
        var bytes = subjects.Select(_ => new List<double>()).ToArray();
        for (var round = -3; round < rounds; round++)
        {
            for (var i = 0; i < subjects.Length; i++)
            {
                var allocated = GC.GetAllocatedBytesForCurrentThread();
                // Processor time: others that share the machine do not count, the garbage collector's threads do.
                var start = Environment.CpuUsage.TotalTime;
                subjects[i].Loop(iterations);
                var elapsed = Environment.CpuUsage.TotalTime - start;
                allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
                subjects[i].AfterRound?.Invoke();
                if (round < 0)
                    continue;
                times[i].Add(elapsed.TotalNanoseconds / iterations);
                bytes[i].Add((double)allocated / iterations);
            }
        }
        var outcomes = subjects.Select((subject, i) => new Outcome(subject.Name, Median(times[i]), Median(bytes[i]))).ToArray();
        foreach (var outcome in outcomes)
        {
            Console.WriteLine(
                $"  {outcome.Name,-44}{outcome.Nanoseconds,9:0.0} ns{outcome.Bytes,9:0} B   "
                + $"{outcome.Nanoseconds / outcomes[0].Nanoseconds,5:0.00} of time {(outcomes[0].Bytes > 0 ? outcome.Bytes / outcomes[0].Bytes : 0),5:0.00} of bytes");
        }
        return outcomes;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
