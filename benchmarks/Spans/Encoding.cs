using DdRun.Agent;
using DdRun.Tracing;

namespace DdRun.Benchmarks.Spans;

/// <summary>Tag values that are encoded a second on one core; at least 8 million in v0.4.</summary>
internal static class Encoding
{
    private const int TagsPerSpan = 20, SpansPerTrace = 50, Traces = 200, Rounds = 21;

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
