namespace DdRun.EndToEnd.Tests;

/// <summary>Living beside what the target, its environment and its children bring along.</summary>
public class Neighbours
{
    [Fact]
    public async Task Startup_hooks_that_are_already_there_still_run()
    {
        await using var rig = await Rig.Start();
        var result = await TargetProcess.Run(With(
            rig.Dotnet("Kitchen", Rules.Garnish, "runtime"), "DOTNET_STARTUP_HOOKS", Repository.App("ForeignHook", "ForeignHook.dll")));
        Assert.StartsWith("foreign hook ran\n", result.Output, StringComparison.Ordinal);
        Assert.Single(rig.Agent.Spans.Items);
    }

    [Fact]
    public async Task A_foreign_profiler_is_left_in_place_and_reported_in_one_line()
    {
        await using var rig = await Rig.Start();
        var target = rig.Dotnet("Kitchen", Rules.Garnish, "environment", "CORECLR_PROFILER");
        target = With(target, "CORECLR_PROFILER", "{01234567-89AB-CDEF-0123-456789ABCDEF}");
        target = With(target, "CORECLR_PROFILER_PATH", Path.Combine(rig.Folder, "absent.so"));
        var result = await TargetProcess.Run(With(target, "CORECLR_ENABLE_PROFILING", "1"));
        Assert.Equal((0, "{01234567-89AB-CDEF-0123-456789ABCDEF}\n"), (result.ExitCode, result.Output));
        Assert.Contains("profiler", Assert.Single(result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Children_and_grandchildren_are_traced()
    {
        await using var rig = await Rig.Start();
        var kitchen = Repository.App("Kitchen", "Kitchen.dll");
        var result = await TargetProcess.Run(rig.Dotnet(
            "Kitchen", Rules.Garnish, "child", "dotnet", kitchen, "child", "/bin/sh", "-c", $"dotnet '{kitchen}' exit return"));
        Assert.Equal(3, result.ExitCode);
        Assert.Equal(3, rig.Agent.Spans.Items.Select(span => span.ProcessId).Distinct().Count());
        Assert.Equal(3, rig.Agent.Spans.Items.Select(span => span.Meta["runtime-id"]).Distinct().Count());
    }

    [Fact]
    public async Task A_home_that_was_precompiled_for_another_platform_is_told_before_the_start_and_by_the_process()
    {
        await using var rig = await Rig.Start();
        var home = HomeOfAnotherPlatform(rig.Folder);
        var target = With(rig.Dotnet("Hello", []), "DD_RUN_HOME", home);
        var launched = await TargetProcess.Run(target);
        var inherited = await TargetProcess.Run(With(target.Plain, "DOTNET_STARTUP_HOOKS", Path.Combine(home, "hook", "DdRun.StartupHook.dll")));
        Assert.Equal((0, "Hello, world\n"), (launched.ExitCode, launched.Output));
        Assert.Equal((0, "Hello, world\n"), (inherited.ExitCode, inherited.Output));
        Assert.StartsWith($"dd-run: nothing to inject: {home} was precompiled for win-x64", Assert.Single(Lines(launched.Errors)), StringComparison.Ordinal);
        Assert.Contains($"[dd-run] ERROR not tracing: {home} was precompiled for another operating system or processor", Assert.Single(Lines(inherited.Errors)), StringComparison.Ordinal);
    }

    internal static string HomeOfAnotherPlatform(string folder)
    {
        const int windowsX64 = 0x8664;
        var home = Path.Combine(folder, "foreign");
        foreach (var file in Directory.EnumerateFiles(Repository.Home, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(home, Path.GetRelativePath(Repository.Home, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            var bytes = File.ReadAllBytes(file);
            if (Path.GetFileName(file) == "DdRun.Loader.dll")
                BitConverter.TryWriteBytes(bytes.AsSpan(BitConverter.ToInt32(bytes, 0x3c) + 4), (ushort)windowsX64);
            File.WriteAllBytes(copy, bytes);
        }
        return home;
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    [Fact]
    public async Task A_working_directory_that_has_been_removed_is_no_problem()
    {
        await using var rig = await Rig.Start();
        var folder = Directory.CreateDirectory(Path.Combine(rig.Folder, "removed")).FullName;
        var result = await TargetProcess.Run(rig.Executable(
            "/bin/sh", Rules.Garnish, "-c", $"cd '{folder}' && rmdir '{folder}' && exec dotnet '{Repository.App("Kitchen", "Kitchen.dll")}' exit return"));
        Assert.Equal((3, ""), (result.ExitCode, result.Errors));
        Assert.Contains("svc.user:true", Assert.Single(rig.Agent.Spans.Items).Meta["_dd.tags.process"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_SDKs_own_commands_are_not_traced_but_the_app_that_they_start_is()
    {
        await using var rig = await Rig.Start();
        rig.WriteProject();
        var target = rig.Executable("dotnet", [Rules.Rule("App.Say(*)", "say"), Rules.Rule("Microsoft.Build.**.*(*)", "build")], "run") with { WorkingDirectory = rig.Folder };
        var result = await TargetProcess.Run(With(target, "MSBUILDDISABLENODEREUSE", "1"));
        Assert.Equal("hello\n", result.Output);
        Assert.Equal("say", Assert.Single(rig.Agent.Spans.Items).Name);
    }

    [Fact]
    public async Task A_target_keeps_the_Cecil_that_it_ships_and_it_can_be_traced()
    {
        await using var rig = await Rig.Start();
        var target = rig.Dotnet("OwnCecil", [Rules.Rule("Reader.Count(*)", "count"), Rules.Rule("Mono.Cecil.AssemblyDefinition.ReadAssembly(*)", "read")]);
        Assert.Equal((await TargetProcess.Run(target.Plain)).Output, (await TargetProcess.Run(target)).Output);
        Assert.Contains(rig.Agent.Spans.Items, span => span.Name == "count");
        Assert.Contains(rig.Agent.Spans.Items, span => span.Name == "read");
    }

    [Fact]
    public async Task A_target_keeps_the_Runtime_that_it_ships_for_manual_and_woven_spans_alike()
    {
        await using var rig = await Rig.Start();
        var result = await TargetProcess.Run(rig.Dotnet("OwnRuntime", [Rules.Rule("Worker.Work(*)", "work")]));
        Assert.Equal("worked\nTrue\n", result.Output);
        var spans = rig.Agent.Spans.Items;
        var manual = Assert.Single(spans, span => span.Name == "manual");
        Assert.Equal(manual.SpanId, Assert.Single(spans, span => span.Name == "work").ParentId);
    }

    [Fact]
    public async Task A_Runtime_with_other_probes_is_reported_in_one_line_and_nothing_is_woven()
    {
        await using var rig = await Rig.Start();
        var target = rig.Dotnet("OwnStaleRuntime", [Rules.Rule("Worker.Work(*)", "work")]);
        var result = await TargetProcess.Run(target);
        Assert.Equal("worked\nTrue\n", result.Output);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("DdRun.Runtime", Assert.Single(result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Empty(rig.Agent.Spans.Items);
    }

    private static Target With(Target target, string name, string value) =>
        target with { Environment = new Dictionary<string, string>(target.Environment) { [name] = value } };
}
