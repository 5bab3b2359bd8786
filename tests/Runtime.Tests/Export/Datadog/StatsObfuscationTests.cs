using DdRun.Hosting;
using DdRun.Runtime.Tests.Tracing;
using DdRun.Testing;
using DdRun.Tracing;

namespace DdRun.Runtime.Tests.Export.Datadog;

/// <summary>Under which names spans are counted, and what the agent is told of it.</summary>
public class StatsObfuscationTests
{
    private const string Header = "Datadog-Obfuscation-Version";
    private static readonly string[] s_statements = ["SELECT * FROM dish WHERE id = 1", "SELECT * FROM dish WHERE id IN (2, 3)", "SELECT * FROM dish WHERE id = 4"];

    [Fact]
    public async Task Statements_that_differ_in_values_are_one_group_where_the_agent_leaves_that_to_us()
    {
        await using var agent = await TestAgent.Start();
        agent.Info = Info("\"obfuscation_version\":1");
        var tracer = NewTracer(agent);
        Run(tracer);
        tracer.Shutdown(TimeSpan.FromSeconds(30));

        var stats = agent.Requests.Items.Single(request => request.Path == "/v0.6/stats");
        Assert.Equal("1", stats.Headers[Header]);
        Assert.Equal([("SELECT * FROM dish WHERE id = ?", 2ul), ("SELECT * FROM dish WHERE id IN ( ? )", 1ul)], Groups(stats));
        // The agent obfuscates what it gets of spans itself.
        Assert.Equal(s_statements, agent.Spans.Items.Select(span => span.Resource));
    }

    [Theory]
    [InlineData("\"obfuscation_version\":0")]
    [InlineData("\"obfuscation_version\":2")]
    [InlineData("\"obfuscation_version\":-1")]
    [InlineData("\"obfuscation_version\":\"1\"")]
    [InlineData("\"obfuscation_version\":1.5")]
    [InlineData("\"other\":1")]
    [InlineData("\"obfuscation_version\":1,\"feature_flags\":[\"sqllexer\"]")]
    [InlineData("\"obfuscation_version\":1,\"feature_flags\":[\"dollar_quoted_func\"]")]
    [InlineData("\"obfuscation_version\":1,\"config\":{\"obfuscation\":{\"sql_obfuscation_mode\":\"obfuscate_only\"}}")]
    public async Task Statements_stay_as_they_are_where_the_agent_has_to_obfuscate_them(string said)
    {
        await using var agent = await TestAgent.Start();
        agent.Info = Info(said);
        var tracer = NewTracer(agent);
        Run(tracer);
        tracer.Shutdown(TimeSpan.FromSeconds(30));

        var stats = agent.Requests.Items.Single(request => request.Path == "/v0.6/stats");
        Assert.False(stats.Headers.ContainsKey(Header));
        Assert.Equal(s_statements.Order(StringComparer.Ordinal), Groups(stats).Select(group => group.Resource));
    }

    [Fact]
    public async Task The_agents_settings_are_followed()
    {
        await using var agent = await TestAgent.Start();
        agent.Info = Info("""
            "obfuscation_version":1,"feature_flags":["quantize_sql_tables","keep_sql_alias"],"config":{"obfuscation":{"sql_obfuscation_mode":""}}
            """);
        var tracer = NewTracer(agent);
        tracer.Begin("query", null, "SELECT a1 AS b FROM t2 WHERE id = 3", "sql").Finish();
        Assert.True(tracer.Writer.Flush(TimeSpan.FromSeconds(30)));
        tracer.Shutdown(TimeSpan.FromSeconds(30));

        Assert.Equal([("SELECT a? AS b FROM t? WHERE id = ?", 1ul)], Groups(agent.Requests.Items.Single(request => request.Path == "/v0.6/stats")));
    }

    [Fact]
    public async Task What_was_counted_before_the_agent_changed_is_sent_as_it_was_counted()
    {
        await using var agent = await TestAgent.Start();
        var state = "old";
        agent.Script = request => request.IsTraces ? new AgentAnswer.Reply(200, "{}") { Headers = new Dictionary<string, string> { ["Datadog-Agent-State"] = state } } : null;
        agent.Info = Info("\"other\":1");
        var tracer = NewTracer(agent);
        Run(tracer);
        agent.Info = Info("\"obfuscation_version\":1");
        state = "new";
        Run(tracer);
        Run(tracer);
        tracer.Shutdown(TimeSpan.FromSeconds(30));

        var stats = agent.Requests.Items.Where(request => request.Path == "/v0.6/stats").ToList();
        Assert.Equal([null, "1"], stats.Select(request => request.Headers.GetValueOrDefault(Header)));
        Assert.Equal(3, Groups(stats[0]).Count);
        Assert.All(Groups(stats[0]), group => Assert.Equal(2ul, group.Hits));
        Assert.Equal([2ul, 1ul], Groups(stats[1]).Select(group => group.Hits));
    }

    // The first request asks what the agent can; the process's end would not.
    private static void Run(TracerCore tracer)
    {
        foreach (var statement in s_statements)
            tracer.Begin("query", null, statement, "sql").Finish();
        Assert.True(tracer.Writer.Flush(TimeSpan.FromSeconds(30)));
    }

    private static List<(string Resource, ulong Hits)> Groups(AgentRequest stats)
    {
        var payload = (Dictionary<string, object>)DecodedValue.Read(stats.Body);
        return [.. ((List<object>)payload["Stats"]).Cast<Dictionary<string, object>>().SelectMany(bucket => (List<object>)bucket["Stats"]).Cast<Dictionary<string, object>>()
            .GroupBy(group => (string)group["Resource"], (resource, groups) => (resource, groups.Aggregate(0ul, (sum, group) => sum + (ulong)group["Hits"])))
            .OrderBy(group => group.resource, StringComparer.Ordinal)];
    }

    private static string Info(string more) => $$"""{"endpoints":["/v0.4/traces","/v0.6/stats"],"client_drop_p0s":true,{{more}}}""";

    private static TracerCore NewTracer(TestAgent agent) =>
        ProcessTracer.Make(TestTracer.SettingsFor(agent, ("DD_TRACE_STATS_COMPUTATION_ENABLED", "true")));
}
