namespace DdRun.EndToEnd.Tests;

/// <summary>Standard output and standard error are the target's: what we have to say goes to log files, unless somebody asks for it elsewhere.</summary>
public class Channels
{
    private const string Nobody = "http://127.0.0.1:9";

    public static TheoryData<string, string, string> Troubles => new()
    {
        { "DD_TRACE_AGENT_URL", Nobody, "could not be sent" },
        { "DD_TRACE_DEBUG", "true", "DEBUG" },
        { "DD_LOG_LEVEL", "debug", "DEBUG" },
        { "DD_TRACE_STARTUP_LOGS", "true", "DATADOG TRACER CONFIGURATION" },
        { "DD_TRACE_SAMPLE_RATE", "many", "DD_TRACE_SAMPLE_RATE" },
        { "DD_TRACE_SAMPLING_RULES", "not JSON", "is not JSON" },
        { "DD_DOGSTATSD_URL", "pigeon://loft", "pigeon" },
        { "CORECLR_ENABLE_PROFILING", "0", "the runtime has not loaded the profiler" },
        { "CORECLR_PROFILER_PATH", "/nowhere/libddrun.so", "/nowhere/libddrun.so" },
        { "DD_RUN_MANIFEST", "/nowhere/rules.json", "/nowhere/rules.json" },
    };

    // In the environment of a child, whose launcher has not seen it.
    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task Whatever_is_wrong_nothing_of_ours_is_in_the_targets_streams(string variable, string value, string told)
    {
        await using var rig = await Rig.Start();
        var target = rig.Executable("/bin/sh", Rules.Garnish, "-c", $"{variable}='{value}' exec dotnet '{Repository.App("Kitchen", "Kitchen.dll")}' exit return");
        var result = await TargetProcess.Run(Quietly(rig, target));
        Assert.Equal(new TargetResult(3, "last order, garnished\n", ""), result);
        Assert.Contains(told, Logs(rig), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mistyped_rule_is_told_in_the_log()
    {
        await using var rig = await Rig.Start();
        var target = rig.Dotnet("Kitchen", [Rules.Rule("Kitchen.Chef.Garnsh(*)", "garnish")], "exit", "return");
        Assert.Equal(new TargetResult(3, "last order, garnished\n", ""), await TargetProcess.Run(Quietly(rig, target)));
        Assert.Contains("Kitchen.Chef.Garnsh", Logs(rig), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OwnStaleRuntime", "OwnStaleRuntime.dll", "DdRun.Runtime")]
    [InlineData("TrimmedPartly", "TrimmedPartly", "trimmed")]
    public async Task What_keeps_everything_of_ours_out_is_told_in_the_log(string app, string file, string told)
    {
        await using var rig = await Rig.Start();
        var path = Repository.App(app, file);
        var target = path.EndsWith(".dll", StringComparison.Ordinal) ? rig.Executable("dotnet", [], path) : rig.Executable(path, []);
        var result = await TargetProcess.Run(Quietly(rig, target));
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains(told, Logs(rig), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_has_nothing_to_say_makes_no_file()
    {
        await using var rig = await Rig.Start();
        var result = await TargetProcess.Run(Quietly(rig, rig.Dotnet("Kitchen", Rules.Garnish, "exit", "return")));
        Assert.Equal("", result.Errors);
        Assert.Equal("garnish", Assert.Single(rig.Agent.Spans.Items).Name);
        Assert.False(Directory.Exists(StateOf(rig)));
    }

    [Theory]
    [InlineData("stderr", true, false)]
    [InlineData("file", false, true)]
    [InlineData("file,stderr", true, true)]
    [InlineData("none", false, false)]
    [InlineData("elsewhere", false, true)]
    public async Task Sinks_are_asked_for_by_name(string sinks, bool error, bool file)
    {
        await using var rig = await Rig.Start();
        var target = Quietly(rig, rig.Dotnet("Kitchen", Rules.Garnish, "exit", "return"));
        var result = await TargetProcess.Run(target.With(("DD_TRACE_LOG_SINKS", sinks), ("DD_TRACE_SAMPLE_RATE", "many")));
        Assert.Equal((error, file), (result.Errors.Contains("DD_TRACE_SAMPLE_RATE", StringComparison.Ordinal), Logs(rig).Contains("DD_TRACE_SAMPLE_RATE", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_terminal_gets_what_is_wrong_at_once()
    {
        await using var rig = await Rig.Start();
        var command = $"'{Repository.Launcher}' --agent-url {rig.Agent.Url} dotnet '{Repository.App("Kitchen", "Kitchen.dll")}' exit return";
        var target = new Target("script", "-qec", command, "/dev/null") { LauncherArguments = null };
        var result = await TargetProcess.Run(Quietly(rig, target).With(("DD_TRACE_SAMPLE_RATE", "many")));
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("DD_TRACE_SAMPLE_RATE", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exec")]
    [InlineData("")]
    public async Task The_option_debug_means_the_process_that_is_started_and_not_its_children(string exec)
    {
        await using var rig = await Rig.Start();
        var target = rig.Executable("/bin/sh", Rules.Garnish, "-c", $"{exec} dotnet '{Repository.App("Kitchen", "Kitchen.dll")}' exit return; exit $?");
        target = target with { LauncherArguments = ["--debug", .. target.LauncherArguments!] };
        var result = await TargetProcess.Run(Quietly(rig, target));
        Assert.Equal(3, result.ExitCode);
        Assert.Equal(exec.Length > 0, result.Errors.Contains("[dd-run] DEBUG", StringComparison.Ordinal));
        Assert.Equal(exec.Length > 0, result.Errors.Contains("dd-run native:", StringComparison.Ordinal));
        Assert.Contains("[dd-run] DEBUG", Logs(rig), StringComparison.Ordinal);
        Assert.Contains("dd-run native:", Logs(rig), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_option_debug_means_the_child_of_a_launcher_that_stays()
    {
        await using var rig = await Rig.Start();
        var target = rig.Dotnet("Kitchen", Rules.Garnish, "exit", "return");
        var result = await TargetProcess.Run(Quietly(rig, target with { LauncherArguments = ["--debug", "--local", .. target.LauncherArguments!.Take(2)] }));
        Assert.Contains("[dd-run] DEBUG", result.Errors, StringComparison.Ordinal);
        Assert.Contains("dd-run native:", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("many", true)]
    [InlineData("1", false)]
    public async Task A_launcher_that_stays_says_at_the_end_where_errors_were_logged(string rate, bool told)
    {
        await using var rig = await Rig.Start();
        var target = rig.Executable("/bin/sh", Rules.Garnish, "-c", $"dotnet '{Repository.App("Kitchen", "Kitchen.dll")}' exit return");
        // Of another run.
        Directory.CreateDirectory(StateOf(rig));
        File.WriteAllText(Path.Combine(StateOf(rig), "dd-run-Other-1.log"), "2026 [dd-run] INFO log of process 1, .NET 10.0.0, session 1-1\n2026 [dd-run] ERROR of old\n");
        var result = await TargetProcess.Run(Quietly(rig, target with { LauncherArguments = ["--local", .. target.LauncherArguments!.Take(2)] }).With(("DD_TRACE_SAMPLE_RATE", rate)));
        Assert.Equal(3, result.ExitCode);
        var lines = result.Errors.Split('\n').Where(line => line.Contains("logged", StringComparison.Ordinal)).ToArray();
        if (told)
            Assert.StartsWith($"dd-run: 1 warning or error was logged: see {StateOf(rig)}/dd-run-Kitchen-", Assert.Single(lines), StringComparison.Ordinal);
        else
            Assert.Empty(lines);
    }

    [Fact]
    public async Task A_home_that_cannot_be_written_to_is_no_reason_to_say_it_elsewhere()
    {
        await using var rig = await Rig.Start();
        var target = Quietly(rig, rig.Dotnet("Kitchen", Rules.Garnish, "exit", "return"));
        var result = await TargetProcess.Run(target.With(("XDG_STATE_HOME", rig.Write("file", "")), ("DD_TRACE_DEBUG", "true")));
        Assert.Equal(new TargetResult(3, "last order, garnished\n", ""), result);
    }

    private static Target Quietly(Rig rig, Target target) => target.With(("DD_TRACE_LOG_SINKS", ""), ("XDG_STATE_HOME", Path.Combine(rig.Folder, "state")));

    private static string StateOf(Rig rig) => Path.Combine(rig.Folder, "state", "dd-run");

    private static string Logs(Rig rig) =>
        Directory.Exists(StateOf(rig)) ? string.Concat(Directory.GetFiles(StateOf(rig), "dd-run-*.log").Select(File.ReadAllText)) : "";
}
