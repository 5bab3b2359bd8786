using DdRun.Testing.Services;

namespace DdRun.EndToEnd.Tests.Libraries;

public class Redis
{
    private const string Output = "True\nrye\nTrue\n1\n3\nRedisServerException\nfresh\n";

    [Needs("Redis")]
    public async Task Switched_off_there_is_nothing()
    {
        using var server = await RedisServer.Start();
        await using var rig = await Rig.Start();
        var target = rig.Dotnet("Redis", [], server.ConnectionString);
        var result = await TargetProcess.Run(
            target with { Environment = new Dictionary<string, string>(target.Environment) { ["DD_TRACE_STACKEXCHANGEREDIS_ENABLED"] = "false" } });
        Assert.Equal((0, Output), (result.ExitCode, result.Output));
        Assert.Empty(rig.Agent.Spans.Items);
    }

    [Needs("Redis")]
    public async Task Commands_have_a_span_each_whatever_way_they_go()
    {
        using var server = await RedisServer.Start();
        await using var rig = await Rig.Start();
        var result = await TargetProcess.Run(rig.Dotnet("Redis", [], server.ConnectionString));
        Assert.Equal((0, Output), (result.ExitCode, result.Output));

        var spans = rig.Agent.Spans.Items.OrderBy(span => span.Start).ToList();
        Assert.All(spans, span =>
        {
            Assert.Equal(("redis.command", "redis", "e2e-redis"), (span.Name, span.Type, span.Service));
            Assert.Equal(("StackExchangeRedis", "client"), (span.Meta["component"], span.Meta["span.kind"]));
            Assert.Equal(("127.0.0.1", $"{server.Port}"), (span.Meta["out.host"], span.Meta["out.port"]));
            Assert.DoesNotContain("secret", span.Resource, StringComparison.Ordinal);
        });
        foreach (var (command, count) in (IEnumerable<(string, int)>)[("SET", 1), ("GET", 1), ("RPUSH", 3), ("INCR", 1), ("LPOP", 1), ("PUBLISH", 1)])
            Assert.Equal(count, spans.Count(span => span.Resource == command));
        Assert.Contains(spans, span => span.Resource is "EVAL" or "EVALSHA");
        Assert.Equal("SET bread:secret", spans.Single(span => span.Resource == "SET").Meta["redis.raw_command"]);
        var failed = Assert.Single(spans, span => span.Error == 1);
        Assert.Equal(("LPOP", "StackExchange.Redis.RedisServerException"), (failed.Resource, failed.Meta["error.type"]));
    }
}
