using DdRun.Export;
using DdRun.Export.Datadog.Stats;
using DdRun.Export.Datadog.Stats.Obfuscation;
using DdRun.Tracing;

namespace DdRun.Benchmarks.Spans;

/// <summary>Counting a span for the statistics under its resource, against under its obfuscated resource: as good as the same where resources come again.</summary>
internal static class Counting
{
    private const int Iterations = 20_000, Rounds = 31, Statements = 50;

    public static void Run()
    {
        var tracer = new TracerCore(BenchmarkSettings.Create(), new DiscardingWriter());
        Alternating.Compare(
            Iterations,
            Rounds,
            Subject("statements as they are", null, Chunk(tracer, "sql")),
            Subject("the same statements, obfuscated", new(), Chunk(tracer, "sql")),
            Subject("of another type, nothing to obfuscate", new(), Chunk(tracer, "web")),
            Subject("a new statement each time, obfuscated", new(), Chunk(tracer, "sql"), forget: true));
    }

    private static Alternating.Subject Subject(string name, ObfuscationRules? rules, TraceChunk chunk, bool forget = false)
    {
        var aggregator = new StatsAggregator(BenchmarkSettings.Create());
        aggregator.Obfuscate(rules);
        return new(
            name,
            count =>
            {
                for (var i = 0; i < count; i += Statements)
                {
                    // What is remembered goes with it.
                    if (forget)
                        aggregator.Obfuscate(rules);
                    aggregator.Add(chunk);
                }
            },
            () => aggregator.Take(Clock.UtcNanoseconds(), everything: true));
    }

    private static TraceChunk Chunk(TracerCore tracer, string type)
    {
        var root = tracer.Start(null, "root", null, null, null);
        var spans = new List<Span>();
        for (var i = 0; i < Statements; i++)
        {
            var span = tracer.Start(root, "postgres.query", null, $"SELECT id, name, price FROM menu.dish{i} WHERE id = @id ORDER BY name LIMIT 10", type);
            span.SetTag("span.kind", "client");
            span.Finish();
            spans.Add(span);
        }
        root.Finish();
        return new TraceChunk(root.Root, spans);
    }
}
