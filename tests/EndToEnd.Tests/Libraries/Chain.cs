using DdRun.Testing.Services;

namespace DdRun.EndToEnd.Tests.Libraries;

/// <summary>Three services, a broker, a database and a cache, with many requests at once.</summary>
public class Chain
{
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
    public Task Every_request_is_one_whole_trace_under_load() => AreWholeTraces(ManyRequests.Many);

    [Needs("RabbitMQ", "PostgreSQL", "Redis")]
    public Task So_it_is_whoever_else_takes_activities() => ManyRequests.BesideOthers(environment => AreWholeTraces(ManyRequests.Some, environment));

    private static async Task AreWholeTraces(int requests, params (string Name, string Value)[] environment)
    {
        using var broker = await RabbitMqServer.Start();
        using var database = await PostgresServer.Start();
        using var cache = await RedisServer.Start();
        await using var rig = await Rig.Start();
        using var oven = ManyRequests.Start(rig, environment, "Chain", "oven", broker.ConnectionString, database.ConnectionString, cache.ConnectionString);
        using var kitchen = ManyRequests.Start(rig, environment, "Chain", "kitchen", await ManyRequests.Listening(oven));
        using var counter = ManyRequests.Start(rig, environment, "Chain", "counter", await ManyRequests.Listening(kitchen));
        await ManyRequests.AreWholeTraces(rig, requests, await ManyRequests.Listening(counter), s_expected, parts => [0, .. parts[..^2].Select(span => span.SpanId), parts[^3].SpanId], counter, kitchen, oven);
    }
}
