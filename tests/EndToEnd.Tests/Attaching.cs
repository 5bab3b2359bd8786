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
