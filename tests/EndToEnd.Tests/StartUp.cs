namespace DdRun.EndToEnd.Tests;

public class StartUp
{
    private const string Hook = "StartupHook:Initialize";

    [Fact]
    public async Task A_start_that_finds_its_plan_leaves_nothing_of_ours_to_the_JIT()
    {
        await using var rig = await Rig.Start();
        using var statsd = StatsdReceiver.Start();
        var target = rig.Dotnet("Hello", [Rules.Rule("Hello.Greeter.Greet(*)", "greet")]);
        target = With(target, "DD_DOGSTATSD_URL", statsd.Url) with { LauncherArguments = [.. target.LauncherArguments!, "--runtime-metrics"] };
        await TargetProcess.Run(target);
        var (result, methods) = await Compiled(rig, target);
        Assert.Equal((0, "Hello, world\n"), (result.ExitCode, result.Output));
        Assert.Equal(2, rig.Agent.Spans.Items.Count);
        Assert.Contains(methods, line => line.Contains("Hello.Greeter:Greet", StringComparison.Ordinal));
        Assert.DoesNotContain(methods, line => line.Contains("DdRun.", StringComparison.Ordinal) || line.Contains("Mono.Cecil", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Kitchen-net8.0")]
    [InlineData("Kitchen-net9.0")]
    [InlineData("Kitchen")]
    public async Task The_profiler_calls_the_loader_in_place_of_the_startup_hook(string app)
    {
        await using var rig = await Rig.Start();
        var (_, methods) = await Compiled(rig, rig.Executable(Repository.App(app, "Kitchen"), Rules.Garnish, "runtime"));
        Assert.Equal("garnish", Assert.Single(rig.Agent.Spans.Items).Name);
        Assert.Contains(methods, line => line.Contains("CallStartupHook", StringComparison.Ordinal));
        Assert.DoesNotContain(methods, line => line.Contains(Hook, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_the_profiler_leaves_the_startup_hook_alone_it_does_the_same()
    {
        await using var rig = await Rig.Start();
        var home = Directory.CreateDirectory(Path.Combine(rig.Folder, "häuser")).FullName;
        foreach (var folder in Directory.GetDirectories(Repository.Home))
            Directory.CreateSymbolicLink(Path.Combine(home, Path.GetFileName(folder)), folder);
        var target = With(rig.Dotnet("Kitchen", Rules.Garnish, "runtime"), "DD_RUN_HOME", home);
        var (_, methods) = await Compiled(rig, target);
        Assert.Equal("garnish", Assert.Single(rig.Agent.Spans.Items).Name);
        Assert.Contains(methods, line => line.Contains(Hook, StringComparison.Ordinal));
    }

    private static async Task<(TargetResult Result, string[] Methods)> Compiled(Rig rig, Target target)
    {
        var compiled = Path.Combine(rig.Folder, "compiled.txt");
        var result = await TargetProcess.Run(With(With(target, "DOTNET_JitStdOutFile", compiled), "DOTNET_JitDisasmSummary", "1"));
        return (result, await File.ReadAllLinesAsync(compiled));
    }

    private static Target With(Target target, string name, string value) =>
        target with { Environment = new Dictionary<string, string>(target.Environment) { [name] = value } };
}
