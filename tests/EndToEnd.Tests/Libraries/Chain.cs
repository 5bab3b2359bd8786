using System.Text.RegularExpressions;
using DdRun.Testing.Services;

namespace DdRun.EndToEnd.Tests.Libraries;

/// <summary>Three services, a broker, a database and a cache, with many requests at once.</summary>
public partial class Chain
{
    private const int Requests = 10_000;
    private const int AtOnce = 32;

    // Each is the child of the one above, but for the last, whose parent is that of the one above.
    private static readonly string[] s_expected =
    [
        "counter aspnet_core.request GET /orders/{id}",
        "counter http.request GET 127.0.0.1:PORT/sandwiches/?",
        "kitchen aspnet_core.request GET /sandwiches/{id}",
        "kitchen grpc.request /sandwich.Baker/Bake",
        "kitchen http.request POST 127.0.0.1:PORT/sandwich.Baker/Bake",
        "oven aspnet_core.request POST /sandwich.baker/bake",
        "oven grpc.request /sandwich.Baker/Bake",
        "oven-rabbitmq amqp.command basic.publish <default> -> oven",
        "oven-rabbitmq amqp.command basic.deliver <default> -> oven",
        "oven-postgres postgres.query SELECT $1",
        "oven-redis redis.command INCR",
    ];

    [Needs("RabbitMQ", "PostgreSQL", "Redis")]
    public async Task Every_request_is_one_whole_trace_under_load()
    {
        using var broker = await RabbitMqServer.Start();
        using var database = await PostgresServer.Start();
        using var cache = await RedisServer.Start();
        await using var rig = await Rig.Start();
        using var oven = Start(rig, "oven", broker.ConnectionString, database.ConnectionString, cache.ConnectionString);
        using var kitchen = Start(rig, "kitchen", await Listening(oven));
        using var counter = Start(rig, "counter", await Listening(kitchen));
        await Load(new Uri(await Listening(counter)));
        await rig.Agent.Spans.WaitForCount(Requests * s_expected.Length);
        // What comes too much comes now at the latest.
        foreach (var process in (TargetProcess[])[counter, kitchen, oven])
        {
            process.Signal(TargetProcess.Terminate);
            Assert.Equal(0, (await process.Exit()).ExitCode);
        }
        AssertWhole(rig.Agent.Spans.Items);
    }

    private static TargetProcess Start(Rig rig, string service, params string[] arguments)
    {
        var target = rig.Dotnet("Chain", [], [service, .. arguments]);
        return TargetProcess.Start(target with
        {
            LauncherArguments = ["--agent-url", rig.Agent.Url, "--service", service],
            // What the agent takes without saying so in time is sent again, and its spans are doubled.
            Environment = new Dictionary<string, string>(target.Environment) { ["DD_TRACE_AGENT_TIMEOUT_SECONDS"] = "60" },
        });
    }

    private static async Task<string> Listening(TargetProcess process)
    {
        const string Words = "listening on ";
        var line = await process.Line(Words);
        return line[(line.IndexOf(Words, StringComparison.Ordinal) + Words.Length)..];
    }

    private static async Task Load(Uri counter)
    {
        using var client = new HttpClient { BaseAddress = counter };
        await Parallel.ForAsync(0, Requests, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (id, cancel) =>
        {
            using var answer = await client.GetAsync(new Uri($"/orders/{id}", UriKind.Relative), cancel);
            var text = await answer.Content.ReadAsStringAsync(cancel);
            Assert.True(answer.IsSuccessStatusCode && text == "soon", $"order {id} was answered with {(int)answer.StatusCode}: {text}");
        });
    }

    private static void AssertWhole(IReadOnlyList<ReceivedSpan> spans)
    {
        Assert.Equal(Requests * s_expected.Length, spans.Count);
        Assert.Equal(spans.Count, spans.DistinctBy(span => span.SpanId).Count());
        var traces = spans.GroupBy(span => span.TraceId).ToList();
        Assert.Equal(Requests, traces.Count);
        // One at a time: a failure should show one trace and not all.
        foreach (var trace in traces)
        {
            Assert.Equal(s_expected.Order(), trace.Select(Describe).Order());
            var parts = trace.OrderBy(span => Array.IndexOf(s_expected, Describe(span))).ToList();
            Assert.Equal([0, .. parts[..^2].Select(span => span.SpanId), parts[^3].SpanId], parts.Select(span => span.ParentId));
            Assert.DoesNotContain(trace, span => span.Error != 0);
        }
    }

    private static string Describe(ReceivedSpan span) => Port().Replace($"{span.Service} {span.Name} {span.Resource}", ":PORT/");

    [GeneratedRegex(@":\d+/")]
    private static partial Regex Port();
}
