namespace DdRun.EndToEnd.Tests;

public class Exits
{
    [Theory]
    [InlineData("return", 3)]
    [InlineData("exit", 4)]
    [InlineData("exit-on-another-thread", 5)]
    public async Task No_span_is_lost_when_the_target_ends_by_itself(string how, int code)
    {
        await using var rig = await Rig.Start();
        var result = await TargetProcess.Run(rig.Dotnet("Kitchen", Rules.Garnish, "exit", how));
        Assert.Equal(code, result.ExitCode);
        Assert.Equal("garnish", Assert.Single(rig.Agent.Spans.Items).Name);
    }

    [Theory]
    [InlineData(TargetProcess.Terminate)]
    [InlineData(TargetProcess.Interrupt)]
    [InlineData(TargetProcess.Hangup)]
    [InlineData(TargetProcess.Quit)]
    public async Task No_span_is_lost_when_a_signal_ends_the_target_and_its_status_is_as_without_us(int signal)
    {
        await using var rig = await Rig.Start();
        var target = rig.Dotnet("Kitchen", Rules.Garnish, "exit", "wait");
        var plain = await EndBySignal(target.Plain, signal);
        var traced = await EndBySignal(target, signal);
        Assert.Equal(plain.ExitCode, traced.ExitCode);
        Assert.Equal("garnish", Assert.Single(rig.Agent.Spans.Items).Name);
    }

    [Fact]
    public async Task A_target_that_handles_an_interrupt_goes_on_and_stays_traced()
    {
        await using var rig = await Rig.Start();
        var result = await EndBySignal(rig.Dotnet("Kitchen", Rules.Garnish, "exit", "handle-interrupt"), TargetProcess.Interrupt);
        Assert.Equal(6, result.ExitCode);
        Assert.Equal(2, rig.Agent.Spans.Items.Count);
    }

    [Fact]
    public async Task A_web_app_stops_gracefully_and_its_requests_are_traced()
    {
        await using var rig = await Rig.Start();
        using var process = TargetProcess.Start(rig.Dotnet("Counter", [Rules.Rule("Counter.Till.*(*)", "till")]));
        var address = (await process.Line("at http"))["at ".Length..];
        using var client = new HttpClient();
        Assert.Equal("spoon: 1", await client.GetStringAsync(new Uri(address + "/count/spoon")));
        Assert.Equal("fork: 2", await client.GetStringAsync(new Uri(address + "/count/fork")));
        process.Signal(TargetProcess.Terminate);
        var result = await process.Exit();
        Assert.Equal(0, result.ExitCode);
        Assert.EndsWith("stopped 2\n", result.Output, StringComparison.Ordinal);
        Assert.Equal(5, rig.Agent.Spans.Items.Count(span => span.Name == "till"));
    }

    private static async Task<TargetResult> EndBySignal(Target target, int signal)
    {
        using var process = TargetProcess.Start(target);
        await process.Line("ready");
        process.Signal(signal);
        return await process.Exit();
    }
}
