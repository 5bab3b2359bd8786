using DdRun.Testing;

namespace DdRun.Runtime.Tests.Diagnostics;

/// <summary>What a program does in its own handlers of its end is traced, whichever side was there first.</summary>
public class ProcessEndTests
{
    [Theory]
    [InlineData("return", 3, "ProcessExit", "Unloading")]
    [InlineData("exit", 4, "ProcessExit", "Unloading")]
    [InlineData("exit-in-exit", 5, "ProcessExit", "Unloading")]
    [InlineData("crash", 134, "UnhandledException")]
    [InlineData("crash-on-another-thread", 134, "UnhandledException")]
    public async Task Spans_of_the_programs_own_handlers_arrive(string how, int exitCode, params string[] handlers)
    {
        foreach (var order in new[] { "tracer-first", "tracer-last" })
        {
            await using var agent = await TestAgent.Start();
            using var statsd = StatsdReceiver.Start();
            using var process = Start(agent, statsd, order, how);
            Assert.Equal(exitCode, (await process.Exit()).ExitCode);
            await AssertClosed(agent, statsd, handlers);
        }
    }

    [Theory]
    [InlineData(TargetProcess.Hangup, "SIGHUP")]
    [InlineData(TargetProcess.Quit, "CancelKeyPress", "SIGQUIT")]
    [InlineData(TargetProcess.Terminate, "SIGTERM")]
    [InlineData(TargetProcess.Interrupt, "CancelKeyPress")]
    public async Task Spans_of_the_programs_own_handlers_of_signals_arrive(int signal, params string[] handlers)
    {
        foreach (var order in new[] { "tracer-first", "tracer-last" })
        {
            await using var agent = await TestAgent.Start();
            using var statsd = StatsdReceiver.Start();
            using var process = Start(agent, statsd, order, "wait");
            await process.Line("ready");
            process.Signal(signal);
            Assert.Equal(128 + signal, (await process.Exit()).ExitCode);
            await AssertClosed(agent, statsd, handlers);
        }
    }

    [Theory]
    [InlineData("return", 3, "ProcessExit")]
    [InlineData("exit", 4, "ProcessExit")]
    [InlineData("return", 3, "Unloading")]
    public async Task A_program_may_make_its_first_span_in_such_a_handler(string how, int exitCode, string handler)
    {
        await using var agent = await TestAgent.Start();
        using var statsd = StatsdReceiver.Start();
        using var process = Start(agent, statsd, "only-" + handler, how);

        Assert.Equal(exitCode, (await process.Exit()).ExitCode);

        await AssertClosed(agent, statsd, [handler], begun: 0);
    }

    [Theory]
    [InlineData(TargetProcess.Quit, "SIGQUIT")]
    [InlineData(TargetProcess.Quit, "CancelKeyPress")]
    [InlineData(TargetProcess.Terminate, "SIGTERM")]
    [InlineData(TargetProcess.Interrupt, "CancelKeyPress")]
    public async Task Or_in_one_of_a_signal(int signal, string handler)
    {
        await using var agent = await TestAgent.Start();
        using var statsd = StatsdReceiver.Start();
        using var process = Start(agent, statsd, "only-" + handler, "wait");
        await process.Line("ready");
        process.Signal(signal);

        Assert.Equal(128 + signal, (await process.Exit()).ExitCode);

        await AssertClosed(agent, statsd, [handler], begun: 0);
    }

    private static TargetProcess Start(TestAgent agent, StatsdReceiver statsd, string order, string how) =>
        TargetProcess.Start(new(["dotnet", Path.Combine(AppContext.BaseDirectory, "Ending.dll"), order, how])
        {
            LauncherArguments = null,
            Environment = new Dictionary<string, string> { ["DD_TRACE_AGENT_URL"] = agent.Url, ["DD_DOGSTATSD_URL"] = statsd.Url, ["DOTNET_DbgEnableMiniDump"] = "0" },
        });

    private static async Task AssertClosed(TestAgent agent, StatsdReceiver statsd, string[] handlers, int begun = 1)
    {
        var spans = agent.Spans.Items;
        Assert.Equal(begun, spans.Count(span => span.Name == "begin"));
        Assert.Equal(handlers.Order(), spans.Where(span => span.Name == "close").Select(span => span.Resource).Order());
        Assert.Equal(handlers.Order(), spans.Where(span => span.Name == "flush").Select(span => span.Resource).Order());
        foreach (var name in (string[])["ending.closed", "ending.size"])
        {
            foreach (var handler in handlers)
                await statsd.Metrics.WaitForAny(metric => metric.Name == name && metric.Tags.Contains("handler:" + handler), $"{name} of {handler}");
            Assert.Equal(handlers.Length, statsd.Metrics.Items.Count(metric => metric.Name == name));
        }
    }
}
