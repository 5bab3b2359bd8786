namespace DdRun.EndToEnd.Tests;

/// <summary>Somebody between launcher and app puts another list of startup hooks in the place of the one with ours.</summary>
public class ReplacedHooks
{
    private static string Foreign => Repository.App("ForeignHook", "ForeignHook.dll");

    [Theory]
    [InlineData("Kitchen-net8.0", "Kitchen", false)]
    [InlineData("Kitchen-net9.0", "Kitchen", false)]
    [InlineData("Kitchen", "Kitchen.dll", true)]
    [InlineData("Kitchen", "Kitchen.dll", false)]
    [InlineData("Kitchen", "Kitchen.dll", null)]
    public async Task A_script_that_replaces_them_is_traced_beside_its_own(string app, string file, bool? foreign)
    {
        await using var rig = await Rig.Start();
        var assignment = foreign is null ? "unset DOTNET_STARTUP_HOOKS" : $"export DOTNET_STARTUP_HOOKS='{(foreign.Value ? Foreign : "")}'";
        var path = Repository.App(app, file);
        var command = path.EndsWith(".dll", StringComparison.Ordinal) ? $"dotnet '{path}'" : $"'{path}'";
        var result = await TargetProcess.Run(rig.Executable("/bin/sh", Rules.Garnish, "-c", $"{assignment}; exec {command} exit return"));
        Assert.Equal(new TargetResult(3, (foreign == true ? "foreign hook ran\n" : "") + "last order, garnished\n", ""), result);
        Assert.Equal("garnish", Assert.Single(rig.Agent.Spans.Items).Name);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_launch_profile_that_replaces_them_is_traced(bool foreign)
    {
        await using var rig = await Rig.Start();
        rig.WriteProject();
        Directory.CreateDirectory(Path.Combine(rig.Folder, "Properties"));
        rig.Write("Properties/launchSettings.json", $$"""
            { "profiles": { "one": { "commandName": "Project", "environmentVariables": { "DOTNET_STARTUP_HOOKS": "{{(foreign ? Foreign : "")}}" } } } }
            """);
        var target = rig.Executable("dotnet", [Rules.Rule("App.Say(*)", "say")], "run") with { WorkingDirectory = rig.Folder };
        var result = await TargetProcess.Run(target.With(("MSBUILDDISABLENODEREUSE", "1")));
        Assert.EndsWith((foreign ? "foreign hook ran\n" : "") + "hello\n", result.Output, StringComparison.Ordinal);
        Assert.Equal("say", Assert.Single(rig.Agent.Spans.Items).Name);
    }

    [Fact]
    public async Task A_profiler_that_somebody_has_replaced_is_told_of()
    {
        await using var rig = await Rig.Start();
        var result = await TargetProcess.Run(rig.Executable(
            "/bin/sh", Rules.Garnish, "-c", $"export CORECLR_PROFILER={{01234567-89AB-CDEF-0123-456789ABCDEF}} CORECLR_PROFILER_PATH='{rig.Folder}/absent.so'; exec dotnet '{Repository.App("Kitchen", "Kitchen.dll")}' exit return"));
        Assert.Equal((3, "last order, garnished\n"), (result.ExitCode, result.Output));
        Assert.Contains("WARN nothing is woven", Assert.Single(result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }
}
