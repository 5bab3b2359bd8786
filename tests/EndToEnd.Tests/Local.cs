namespace DdRun.EndToEnd.Tests;

public class Local
{
    [Fact]
    public async Task Traces_and_metrics_are_shown_without_an_agent_and_the_exit_code_is_the_targets()
    {
        await using var rig = await Rig.Start();
        var target = rig.Dotnet("Kitchen", Rules.Chef, "nesting");
        var result = await TargetProcess.Run(target with { LauncherArguments = ["--local", "--runtime-metrics", .. target.LauncherArguments!.Take(2)] });
        Assert.Equal((0, "bread for ham with HAM, garnished\n"), (result.ExitCode, result.Output));
        var lines = result.Errors.Split('\n');
        Assert.True(Indent("serve") < Indent("fill"), result.Errors);
        Assert.True(Indent("fill") < Indent("fetch"), result.Errors);
        Assert.Contains("runtime.dotnet.", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', result.Errors);
        Assert.Empty(rig.Agent.Requests.Items);

        int Indent(string name) => lines.First(line => line.Contains(name, StringComparison.Ordinal)).IndexOf(name, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signals_reach_the_target_and_its_status_comes_back()
    {
        await using var rig = await Rig.Start();
        var target = rig.Dotnet("Kitchen", Rules.Garnish, "exit", "handle-interrupt");
        using var process = TargetProcess.Start(target with { LauncherArguments = ["--local", .. target.LauncherArguments!.Take(2)] });
        await process.Line("ready");
        process.Signal(TargetProcess.Interrupt);
        var result = await process.Exit();
        Assert.Equal(6, result.ExitCode);
        Assert.Contains("garnish", result.Errors, StringComparison.Ordinal);
    }
}
