namespace DdRun.EndToEnd.Tests;

public class Attaching
{
    [Fact]
    public async Task A_process_that_already_runs_is_traced_from_then_on()
    {
        await using var rig = await Rig.Start();
        using var counter = TargetProcess.Start(rig.Dotnet("Counter", []).Plain);
        var url = (await counter.Line("at "))["at ".Length..];
        using var client = new HttpClient();
        Assert.Equal("rye: 1", await client.GetStringAsync(new Uri(url + "/count/rye")));

        var attached = await Attach(rig, counter, Rules.Rule("Counter.Till.Add()", "add"));

        Assert.Equal(new TargetResult(0, "", $"dd-run: tracing process {counter.Id}\n"), attached);
        // Methods that run are replaced soon, not at once.
        var span = rig.Agent.Spans.WaitForAny(span => span.Name == "add", "a span of the woven method");
        while (!span.IsCompleted)
            await client.GetStringAsync(new Uri(url + "/count/rye"));
        Assert.Equal("e2e", (await span).Service);
        counter.Signal(TargetProcess.Terminate);
        Assert.Equal(0, (await counter.Exit()).ExitCode);
    }

    [Fact]
    public async Task What_the_environment_says_holds_as_options_do()
    {
        await using var rig = await Rig.Start();
        using var counter = TargetProcess.Start(rig.Dotnet("Counter", []).Plain);
        var url = (await counter.Line("at "))["at ".Length..];
        rig.Write("rules.json", $$"""{ "instrument": [ {{Rules.Rule("Counter.Till.Add()", "add")}} ] }""");
        var attach = new Target(Repository.Launcher, "attach", $"{counter.Id}") { LauncherArguments = null, WorkingDirectory = rig.Folder };

        var attached = await TargetProcess.Run(attach.With(
            ("DD_RUN_MANIFEST", "rules.json"), ("DD_TRACE_AGENT_URL", rig.Agent.Url), ("DD_SERVICE", "from-environment"), ("DD_ENV", "test")));

        Assert.Equal(new TargetResult(0, "", $"dd-run: tracing process {counter.Id}\n"), attached);
        using var client = new HttpClient();
        var span = rig.Agent.Spans.WaitForAny(span => span.Name == "add", "a span of the woven method");
        while (!span.IsCompleted)
            await client.GetStringAsync(new Uri(url + "/count/rye"));
        Assert.Equal(("from-environment", "test"), ((await span).Service, (await span).Meta["env"]));
        counter.Signal(TargetProcess.Terminate);
        await counter.Exit();
    }

    [Fact]
    public async Task A_manifest_that_the_process_could_not_read_is_refused()
    {
        await using var rig = await Rig.Start();
        using var counter = TargetProcess.Start(rig.Dotnet("Counter", []).Plain);
        await counter.Line("at ");
        var command = $"\"{Repository.Launcher}\" attach {counter.Id} --manifest <(echo '{{}}')";
        var result = await TargetProcess.Run(new Target("bash", "-c", command) { LauncherArguments = null });
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains("is a pipe", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_takes_no_hooks_is_told_apart()
    {
        await using var rig = await Rig.Start();
        using var hookless = TargetProcess.Start(rig.Dotnet("Hookless", [], "wait").Plain);
        await hookless.Line("cake");

        var attached = await Attach(rig, hookless, Rules.Rule("Hookless.Oven.Bake(*)", "bake"));

        Assert.Equal(
            new TargetResult(125, "", $"dd-run: process {hookless.Id} is not traced: it switches startup hooks off; start it with dd-run instead\n"), attached);
    }

    private static Task<TargetResult> Attach(Rig rig, TargetProcess process, string rule) => TargetProcess.Run(
        new Target(
            Repository.Launcher, "attach", $"{process.Id}", "--manifest", rig.Write("attached.json", $$"""{ "instrument": [ {{rule}} ] }"""),
            "--agent-url", rig.Agent.Url, "--service", "e2e")
        { LauncherArguments = null });
}
