using DdRun.Export;
using DdRun.Export.Datadog.Spans;
using DdRun.Tracing;

namespace DdRun.Benchmarks.Spans;

/// <summary>
/// Tag values that are encoded a second on one core, in large traces: at least 8 million in v0.4. And what a span with two tags takes that is a trace of its own.
/// </summary>
internal static class Encoding
{
    private const int TagsPerSpan = 20, SpansPerTrace = 50, Traces = 200, Rounds = 21, SmallTracesKept = 1000;

    public static void Run()
    {
        var settings = BenchmarkSettings.Create();
        var tracer = new TracerCore(settings, new DiscardingWriter());
        var root = tracer.Start(null, "root", null, null, null);
        var spans = new List<Span> { root };
        for (var i = 1; i < SpansPerTrace; i++)
            spans.Add(tracer.Start(root, "child", null, "SELECT * FROM orders WHERE id = ?", "sql"));
        foreach (var span in spans)
        {
            for (var i = 0; i < TagsPerSpan; i++)
                _ = i % 4 == 3 ? span.SetTag("tag.number." + i, i * 0.5) : span.SetTag("tag.text." + i, "value of the tag " + i);
            span.Finish();
        }
        var chunk = new TraceChunk(root.Root, spans);
        var tags = new SpanTags(settings);
        Measure("v0.4", new V04Encoder(tags), chunk);
        Measure("v0.5", new V05Encoder(tags), chunk);
        var small = SmallTraces(tracer);
        MeasureSmall("v0.4", new V04Encoder(tags), small);
        MeasureSmall("v0.5", new V05Encoder(tags), small);
    }

    private static TraceChunk[] SmallTraces(TracerCore tracer)
    {
        var chunks = new TraceChunk[SmallTracesKept];
        for (var i = 0; i < chunks.Length; i++)
        {
            var root = tracer.Start(null, "operation", null, null, null);
            root.SetTag("component", "benchmark").SetTag("kind", "client");
            root.Root.EnsureDecision();
            root.Finish();
            chunks[i] = new TraceChunk(root.Root, [root]);
        }
        return chunks;
    }

    private static void MeasureSmall(string name, ITraceEncoder encoder, TraceChunk[] chunks)
    {
        var costs = new List<double>();
        for (var round = -10; round < 3 * Rounds; round++)
        {
            var start = Environment.CpuUsage.TotalTime;
            for (var i = 0; i < 100; i++)
            {
                foreach (var chunk in chunks)
                    encoder.TryAdd(chunk, int.MaxValue);
                encoder.Clear();
            }
            if (round >= 0)
                costs.Add((Environment.CpuUsage.TotalTime - start).TotalNanoseconds / chunks.Length / 100);
        }
        costs.Sort();
        Console.WriteLine($"  {name}: {costs[costs.Count / 2]:0} ns a trace of one span with two tags");
    }

    private static void Measure(string name, ITraceEncoder encoder, TraceChunk chunk)
    {
        var rates = new List<double>();
        for (var round = -3; round < Rounds; round++)
        {
            var start = Environment.CpuUsage.TotalTime;
            for (var i = 0; i < Traces; i++)
            {
                encoder.TryAdd(chunk, int.MaxValue);
                if (i % 10 == 9)
                    encoder.Clear();
            }
            if (round >= 0)
                rates.Add(Traces * SpansPerTrace * TagsPerSpan / (Environment.CpuUsage.TotalTime - start).TotalSeconds);
        }
        rates.Sort();
        Console.WriteLine($"  {name}: {rates[Rounds / 2] / 1e6:0.0} million tag values a second");
    }
}
