namespace DdRun.EndToEnd.Tests;

public class Runtimes
{
    [Theory]
    [InlineData("Kitchen-net8.0", "8.0.33")]
    [InlineData("Kitchen-net9.0", "9.0.22")]
    [InlineData("Kitchen", "10.")]
    public async Task Apps_are_traced_on(string app, string version)
    {
        await using var rig = await Rig.Start();
        var result = await TargetProcess.Run(rig.Executable(Repository.App(app, "Kitchen"), Rules.Garnish, "runtime"));
        Assert.StartsWith(version, result.Output, StringComparison.Ordinal);
        Assert.Equal("garnish", Assert.Single(rig.Agent.Spans.Items).Name);
    }

    [Theory]
    [InlineData("Kitchen-net8.0", "nesting", 6)]
    [InlineData("Kitchen-net9.0", "nesting", 6)]
    [InlineData("Kitchen-net8.0", "generics", 9)]
    [InlineData("Kitchen-net9.0", "generics", 9)]
    [InlineData("Kitchen-net8.0", "exceptions", 5)]
    [InlineData("Kitchen-net9.0", "exceptions", 5)]
    [InlineData("Kitchen-net8.0", "precompiled", 202)]
    [InlineData("Kitchen-net9.0", "precompiled", 202)]
    public async Task Older_runtimes_behave_as_without_us_and_lose_no_span(string app, string scenario, int spans)
    {
        await using var rig = await Rig.Start();
        string[] rules = [Rules.Rule("Kitchen.Chef.*(*)", "chef"), Rules.Rule("Kitchen.Box.*(*)", "box"), Rules.Rule("Kitchen.Box+Lid.*(*)", "lid"), Rules.Rule("Pantry.Shelf.*(*)", "shelf"),
            """{ "method": "Kitchen.**.Char(*)", "exclude": true }""", """{ "method": "Kitchen.**..ctor(*)", "exclude": true }"""];
        var target = rig.Executable(Repository.App(app, "Kitchen"), rules, scenario);
        Assert.Equal(await TargetProcess.Run(target.Plain), await TargetProcess.Run(target));
        Assert.Equal(spans, rig.Agent.Spans.Items.Count);
    }

    [Fact]
    public async Task Single_file_apps_are_traced()
    {
        await using var rig = await Rig.Start();
        var result = await TargetProcess.Run(rig.Executable(
            Repository.App("SingleFile", "SingleFile"), [Rules.Rule("SingleFile.Oven.Bake(*)", "bake")]));
        Assert.Equal("cake, baked\n''\n", result.Output);
        Assert.Equal("bake", Assert.Single(rig.Agent.Spans.Items).Name);
    }

    [Fact]
    public async Task Apps_that_switch_startup_hooks_off_are_traced()
    {
        await using var rig = await Rig.Start();
        var target = rig.Dotnet("Hookless", [Rules.Rule("Hookless.Oven.Bake(*)", "bake")]);
        Assert.Contains("\"System.StartupHookProvider.IsSupported\": false", File.ReadAllText(Repository.App("Hookless", "Hookless.runtimeconfig.json")), StringComparison.Ordinal);
        Assert.Equal(new TargetResult(0, "cake, baked, dynamic code: False\n", ""), await TargetProcess.Run(target));
        Assert.Equal("bake", Assert.Single(rig.Agent.Spans.Items).Name);
    }

    [Fact]
    public async Task Trimmed_apps_run_untraced_and_say_why_once()
    {
        await using var rig = await Rig.Start();
        var target = rig.Executable(Repository.App("Trimmed", "Trimmed"), []);
        var plain = await TargetProcess.Run(target.Plain);
        var result = await TargetProcess.Run(target);
        Assert.Equal((plain.ExitCode, plain.Output), (result.ExitCode, result.Output));
        Assert.Equal($"dd-run: {target.Command[0]}.dll was trimmed, and what tracing needs with it: publish it without PublishTrimmed\n", result.Errors);
    }

    [Fact]
    public async Task Apps_that_are_trimmed_in_part_run_untraced_and_say_why()
    {
        await using var rig = await Rig.Start();
        var result = await TargetProcess.Run(rig.Executable(Repository.App("TrimmedPartly", "TrimmedPartly"), []));
        Assert.Equal((0, "3\n"), (result.ExitCode, result.Output));
        Assert.Equal("dd-run: not tracing: this program was trimmed, and what tracing needs with it; publish it without PublishTrimmed\n", result.Errors);
    }

    [Fact]
    public async Task Trimmed_apps_that_a_target_starts_say_so_themselves()
    {
        await using var rig = await Rig.Start();
        var result = await TargetProcess.Run(rig.Dotnet("Kitchen", [], "child", Repository.App("Trimmed", "Trimmed")));
        Assert.StartsWith("dd-run: not tracing: this program was trimmed", result.Errors, StringComparison.Ordinal);
    }
}
