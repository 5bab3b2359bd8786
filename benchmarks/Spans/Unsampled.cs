using DdRun.Tracing;

namespace DdRun.Benchmarks.Spans;

/// <summary>Processor time of the whole process for traces that are counted and dropped, against those that are sent; at most 0.6.</summary>
internal static class Unsampled
{
    private const int Spans = 100_000, Rounds = 11;

    public static void Run()
    {
        using var agent = new SinkAgent();
        var kept = NewTracer(agent, "1");
        var dropped = NewTracer(agent, "0");
        var keptCosts = new List<double>();
        var droppedCosts = new List<double>();
        for (var round = -2; round < Rounds; round++)
        {
            var one = Cost(kept);
            var other = Cost(dropped);
            if (round < 0)
                continue;
            keptCosts.Add(one);
            droppedCosts.Add(other);
        }
        keptCosts.Sort();
        droppedCosts.Sort();
        var (median, droppedMedian) = (keptCosts[Rounds / 2], droppedCosts[Rounds / 2]);
        Console.WriteLine($"  kept:    {median:0} ns of processor time a span");
        Console.WriteLine($"  dropped: {droppedMedian:0} ns of processor time a span, {droppedMedian / median:0.00}");
    }

    private static TracerCore NewTracer(SinkAgent agent, string rate) => new(BenchmarkSettings.Create(
        ("DD_TRACE_AGENT_URL", agent.Url), ("DD_TRACE_STATS_COMPUTATION_ENABLED", "true"), ("DD_TRACE_RATE_LIMIT", "-1"),
        ("DD_TRACE_SAMPLING_RULES", $$"""[{"sample_rate":{{rate}}}]"""), ("DD_TRACE_WRITER_BUFFER_SIZE_BYTES", "1000000000")));

    private static double Cost(TracerCore tracer)
    {
        var before = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < Spans / 10; i++)
        {
            using var root = tracer.Begin("root", null, "GET /", "web");
            for (var child = 1; child < 10; child++)
            {
                using var span = tracer.Begin("operation", null, null, null);
                span.SetTag("component", "benchmark");
                span.SetTag("kind", "client");
            }
        }
        tracer.Writer.Flush(TimeSpan.FromMinutes(1));
        return (Environment.CpuUsage.TotalTime - before).TotalNanoseconds / Spans;
    }
}
