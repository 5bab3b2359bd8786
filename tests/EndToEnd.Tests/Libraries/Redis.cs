using DdRun.Testing.Services;

namespace DdRun.EndToEnd.Tests.Libraries;

public class Redis
{
    private const string Output = "True\nrye\nTrue\n1\n3\n13\n1\n3\nRedisServerException\nfresh\n";

    [Needs("Redis")]
    public async Task Switched_off_there_is_nothing()
    {
        using var server = await RedisServer.Start();
        Assert.Empty(await Run(server, "Redis", ("DD_TRACE_STACKEXCHANGEREDIS_ENABLED", "false")));
    }

    [Needs("Redis")]
    public Task Commands_have_a_span_each_whatever_way_they_go() => AssertCommands("Redis");

    [Needs("Redis")]
    public Task Commands_of_version_2_have_a_span_each() => AssertCommands("Redis2");

    [Needs("Redis")]
    public Task Commands_of_version_3_have_a_span_each() => AssertCommands("Redis3");

    private static async Task AssertCommands(string app)
    {
        using var server = await RedisServer.Start();
        var spans = await Run(server, app, ("DD_TRACE_OTEL_ENABLED", "true"));
        Assert.All(spans, span =>
        {
            Assert.Equal(("redis.command", "redis", "e2e-redis", 0ul), (span.Name, span.Type, span.Service, span.ParentId));
            Assert.Equal(("StackExchangeRedis", "client"), (span.Meta["component"], span.Meta["span.kind"]));
            Assert.Equal(("127.0.0.1", $"{server.Port}"), (span.Meta["out.host"], span.Meta["out.port"]));
            Assert.StartsWith(span.Resource, span.Meta["redis.raw_command"], StringComparison.Ordinal);
            Assert.DoesNotContain("secret", span.Resource, StringComparison.Ordinal);
        });
        // Version 3 takes this way for subscriptions, too.
        var commands = spans.Select(span => span.Resource).Where(command => command != "SUBSCRIBE").Order(StringComparer.Ordinal);
        Assert.Equal(["APPEND", "EVAL", "EXEC", "GET", "INCR", "LLEN", "LPOP", "PUBLISH", "RPUSH", "RPUSH", "RPUSH", "SCAN", "SET", "STRLEN"], commands);
        Assert.Equal("SET bread:secret", spans.Single(span => span.Resource == "SET").Meta["redis.raw_command"]);
        var failed = Assert.Single(spans, span => span.Error == 1);
        Assert.Equal(("LPOP", "StackExchange.Redis.RedisServerException"), (failed.Resource, failed.Meta["error.type"]));
    }

    private static async Task<IReadOnlyList<ReceivedSpan>> Run(RedisServer server, string app, (string Name, string Value) variable)
    {
        await using var rig = await Rig.Start();
        var target = rig.Dotnet(app, [], server.ConnectionString);
        var result = await TargetProcess.Run(target with { Environment = new Dictionary<string, string>(target.Environment) { [variable.Name] = variable.Value } });
        Assert.Equal((0, Output), (result.ExitCode, result.Output));
        return rig.Agent.Spans.Items;
    }
}
