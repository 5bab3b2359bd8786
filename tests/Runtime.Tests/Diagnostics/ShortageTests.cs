using DdRun.Testing;

namespace DdRun.Runtime.Tests.Diagnostics;

/// <summary>
/// While the program is short of something, our threads load nothing: what could not be loaded then would stay missing, for ours and for the program.
/// </summary>
public class ShortageTests
{
    private const string Info =
        """
        {"version":"7.70.0","endpoints":["/v0.4/traces","/v0.6/stats","/info"],"client_drop_p0s":true,"peer_tags":["db.name"],"obfuscation_version":1,
         "ignore_resources":["never.*"],"filter_tags":{"reject":["a:b"]},"filter_tags_regex":{"reject":["c:d.*"]}}
        """;

    // One descriptor is for what metrics read, which is open at moments that nobody chooses.
    [Theory]
    [InlineData("none")]
    [InlineData("descriptors:2")]
    [InlineData("memory:4096")]
    [InlineData("disk")]
    public async Task Spans_and_metrics_go_on_once_each_and_the_program_finds_all_it_needs_afterwards(string shortage)
    {
        await using var agent = await TestAgent.Start();
        using var statsd = StatsdReceiver.Start();
        using var process = Start(shortage, agent.Url, statsd.Url);
        await Endure(process, statsd, async name =>
        {
            await agent.Spans.WaitForAny(span => span.Name == name, name);
            await statsd.Metrics.WaitForCount(statsd.Metrics.Items.Count + 50);
        });
        AssertEachOnce(agent, "short", "still short", "enough");
    }

    [Fact]
    public async Task With_all_that_can_be_switched_on_nothing_is_loaded_either()
    {
        await using var agent = await TestAgent.Start();
        agent.Info = Info;
        using var statsd = StatsdReceiver.Start();
        using var folder = new TemporaryFolder();
        using var process = Start("descriptors:3", agent.Url, statsd.Url, ("DD_TRACE_STATS_COMPUTATION_ENABLED", "true"), ("DD_TRACE_HEALTH_METRICS_ENABLED", "true"),
            ("DD_TRACE_STARTUP_LOGS", "true"), ("DD_TRACE_LOG_DIRECTORY", folder.Path), ("DD_TRACE_SAMPLING_RULES", "[{\"sample_rate\":1}]"));
        await Endure(process, statsd, async name => await agent.Spans.WaitForAny(span => span.Name == name, name));
        AssertEachOnce(agent, "short", "still short", "enough");
    }

    // As a name has it: the framework finds out what is meant, and must have been loaded before.
    [Theory]
    [InlineData("descriptors:3")]
    [InlineData("memory:8192")]
    public async Task Where_the_framework_looks_up_the_address_nothing_is_loaded_either(string shortage)
    {
        await using var agent = await TestAgent.Start();
        using var statsd = StatsdReceiver.Start();
        using var process = Start(shortage, agent.Url.Replace("127.0.0.1", "127.1", StringComparison.Ordinal), statsd.Url.Replace("127.0.0.1", "127.1", StringComparison.Ordinal));
        await Endure(process, statsd, async name =>
        {
            await agent.Spans.WaitForAny(span => span.Name == name, name);
            await statsd.Metrics.WaitForCount(statsd.Metrics.Items.Count + 50);
        });
        AssertEachOnce(agent, "short", "still short", "enough");
    }

    [Fact]
    public async Task Without_a_descriptor_to_connect_with_nothing_goes_twice_either()
    {
        await using var agent = await TestAgent.Start();
        using var statsd = StatsdReceiver.Start();
        using var process = Start("descriptors:0", agent.Url, statsd.Url);
        await Endure(process, statsd, async _ => await statsd.Metrics.WaitForCount(statsd.Metrics.Items.Count + 50));
        AssertEachOnce(agent, "enough");
    }

    private static TargetProcess Start(string shortage, string agent, string statsd, params (string Name, string Value)[] settings)
    {
        var target = new Target("dotnet", Path.Combine(AppContext.BaseDirectory, "Shortage.dll"), shortage)
        {
            LauncherArguments = null,
            IsInteractive = true,
            Environment = new Dictionary<string, string>
            {
                ["DD_TRACE_AGENT_URL"] = agent,
                ["DD_TRACE_AGENT_TIMEOUT_SECONDS"] = "60",
                ["DD_DOGSTATSD_URL"] = statsd,
                ["DD_RUNTIME_METRICS_INTERVAL"] = "0.1",
                // Without memory for it the runtime itself gives up.
                ["DOTNET_EnableWriteXorExecute"] = "0",
            },
        };
        return TargetProcess.Start(target.With(settings));
    }

    // Until each of its steps has had its effect. Metrics have their socket by then, and do not take the last descriptor.
    private static async Task Endure(TargetProcess process, StatsdReceiver statsd, Func<string, Task> effect)
    {
        await process.Line("starting");
        await statsd.Metrics.WaitForCount(1);
        process.Write("\n");
        await process.Line("short");
        await effect("short");
        process.Write("\n");
        await process.Line("still short");
        await effect("still short");
        process.Write("\n");
        var result = await process.Exit();
        Assert.Equal("starting\nshort\nstill short\nnews: \njson: {\"enough\":1}\n", result.Output);
        Assert.Equal(0, result.ExitCode);
    }

    private static void AssertEachOnce(TestAgent agent, params string[] names)
    {
        var spans = agent.Spans.Items;
        Assert.All(names, name => Assert.Single(spans, span => span.Name == name));
        Assert.Equal(spans.Select(span => span.SpanId).Distinct().Count(), spans.Count);
    }
}
