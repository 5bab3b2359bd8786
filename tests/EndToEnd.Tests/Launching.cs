namespace DdRun.EndToEnd.Tests;

public class Launching
{
    [Fact]
    public async Task Arguments_input_outputs_and_exit_code_pass_untouched()
    {
        await using var rig = await Rig.Start();
        var target = rig.Dotnet("Kitchen", Rules.Garnish, "echo", "", "two words", "--manifest", "\"quoted\"", "*", "ü") with { Input = "from standard input" };
        var plain = await TargetProcess.Run(target.Plain);
        var traced = await TargetProcess.Run(target);
        Assert.Equal(plain, traced);
        Assert.Equal(7, traced.ExitCode);
        Assert.Contains("[two words]\n[--manifest]\n[\"quoted\"]\n[*]\n[ü]\nfrom standard input", traced.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_launcher_replaces_itself_by_the_target()
    {
        await using var rig = await Rig.Start();
        using var process = TargetProcess.Start(rig.Dotnet("Kitchen", Rules.Garnish, "exit", "return"));
        await process.Exit();
        Assert.Equal(process.Id, Assert.Single(rig.Agent.Spans.Items).ProcessId);
    }

    [Fact]
    public async Task A_command_that_does_not_exist_is_127_and_one_line()
    {
        var result = await TargetProcess.Run(new Target("no-such-command"));
        Assert.Equal((127, ""), (result.ExitCode, result.Output));
        Assert.Contains("no-such-command", Assert.Single(Lines(result.Errors)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_executed_is_126_and_one_line()
    {
        using var folder = new TemporaryFolder();
        var result = await TargetProcess.Run(new Target(folder.Write("notes", "buy bread")));
        Assert.Equal((126, ""), (result.ExitCode, result.Output));
        Assert.Contains("notes", Assert.Single(Lines(result.Errors)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"instrument\": [ { \"method\": ] }")]
    [InlineData("{ \"instrument\": [ { \"name\": \"a rule without a method\" } ] }")]
    [InlineData("not json")]
    public async Task A_wrong_manifest_is_one_line_that_names_it_and_the_target_runs_untraced(string manifest)
    {
        await using var rig = await Rig.Start();
        var result = await TargetProcess.Run(WithManifest(rig, rig.Write("wrong.json", manifest)));
        Assert.Equal((3, "last order, garnished\n"), (result.ExitCode, result.Output));
        Assert.Contains("wrong.json", Assert.Single(Lines(result.Errors)), StringComparison.Ordinal);
        Assert.Empty(rig.Agent.Spans.Items);
    }

    [Fact]
    public async Task A_manifest_may_come_out_of_a_pipe()
    {
        await using var rig = await Rig.Start();
        var manifest = rig.Write("rules.json", $$"""{ "instrument": [ {{Rules.Garnish[0]}} ] }""");
        var command = $"""exec "{Repository.Launcher}" --manifest <(cat "{manifest}") --agent-url {rig.Agent.Url} dotnet "{Repository.App("Kitchen", "Kitchen.dll")}" exit return""";
        var result = await TargetProcess.Run(new Target("bash", "-c", command) { LauncherArguments = null });
        Assert.Equal("", result.Errors);
        Assert.Equal("garnish", Assert.Single(rig.Agent.Spans.Items).Name);
    }

    [Fact]
    public async Task A_missing_manifest_is_one_line_and_the_target_runs_untraced()
    {
        await using var rig = await Rig.Start();
        var result = await TargetProcess.Run(WithManifest(rig, Path.Combine(rig.Folder, "absent.json")));
        Assert.Equal((3, "last order, garnished\n"), (result.ExitCode, result.Output));
        Assert.Contains("absent.json", Assert.Single(Lines(result.Errors)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_manifest_stops_a_strict_launch()
    {
        await using var rig = await Rig.Start();
        var result = await TargetProcess.Run(WithManifest(rig, rig.Write("wrong.json", "not json"), "--strict"));
        Assert.NotEqual(0, result.ExitCode);
        Assert.NotEqual(3, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.Contains("wrong.json", result.Errors, StringComparison.Ordinal);
    }

    private static Target WithManifest(Rig rig, string manifest, params string[] more)
    {
        var target = rig.Dotnet("Kitchen", [], "exit", "return");
        return target with { LauncherArguments = ["--manifest", manifest, "--agent-url", rig.Agent.Url, .. more] };
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
