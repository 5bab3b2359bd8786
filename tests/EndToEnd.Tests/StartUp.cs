namespace DdRun.EndToEnd.Tests;

public class StartUp
{
    [Fact]
    public async Task A_start_that_finds_its_plan_leaves_nothing_of_ours_to_the_JIT()
    {
        await using var rig = await Rig.Start();
        using var statsd = StatsdReceiver.Start();
        var compiled = Path.Combine(rig.Folder, "compiled.txt");
        var target = rig.Dotnet("Hello", [Rules.Rule("Hello.Greeter.Greet(*)", "greet")]);
        target = target with { LauncherArguments = [.. target.LauncherArguments!, "--runtime-metrics"] };
        await TargetProcess.Run(target);
        var result = await TargetProcess.Run(target with
        {
            Environment = new Dictionary<string, string>(target.Environment)
            {
                ["DD_DOGSTATSD_URL"] = statsd.Url,
                ["DOTNET_JitStdOutFile"] = compiled,
                ["DOTNET_JitDisasmSummary"] = "1",
            },
        });
        Assert.Equal((0, "Hello, world\n"), (result.ExitCode, result.Output));
        Assert.Equal(2, rig.Agent.Spans.Items.Count);
        var methods = await File.ReadAllLinesAsync(compiled);
        Assert.Contains(methods, line => line.Contains("Hello.Greeter:Greet", StringComparison.Ordinal));
        Assert.DoesNotContain(methods, line => line.Contains("DdRun.", StringComparison.Ordinal) || line.Contains("Mono.Cecil", StringComparison.Ordinal));
    }
}
