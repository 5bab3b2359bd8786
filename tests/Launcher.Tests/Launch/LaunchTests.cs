using System.Diagnostics;
using System.Text;
using DdRun.Launcher.Launch;

namespace DdRun.Launcher.Tests.Launch;

/// <summary>The launcher as its user meets it: started, with real targets.</summary>
public class LaunchTests
{
    [Fact]
    public void Arguments_reach_the_target_as_they_are()
    {
        string[] arguments = ["--service", "", " two words ", "--", "@file", "[debug]", "ä\n\t\"'\\$HOME", "--version"];

        var run = DdRunProcess.Run(["sh", "-c", "printf '%s\\0' \"$@\"", "sh", .. arguments]);

        Assert.Equal(string.Join('\0', arguments) + '\0', Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(run.Output)));
    }

    [Fact]
    public void Bytes_that_are_no_text_reach_the_target_too()
    {
        var run = DdRunProcess.Run("bash", "-c", $"exec {DdRunProcess.Executable} printf '%s' $'a\\xff\\xfe\\xc3'");

        Assert.Equal("a\u00ff\u00fe\u00c3", run.Output);
    }

    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 42", 42)]
    [InlineData("kill -TERM $$", 128 + 15)]
    [InlineData("kill -KILL $$", 128 + 9)]
    public void The_exit_status_is_the_targets(string script, int expected) =>
        Assert.Equal(expected, DdRunProcess.Run("sh", "-c", script).ExitCode);

    [Fact]
    public void The_target_takes_the_launchers_place()
    {
        using var process = DdRunProcess.Start([], "sh", "-c", "echo $$");

        Assert.Equal(process.Id.ToString(), process.StandardOutput.ReadLine());
        process.WaitForExit();
    }

    [Theory]
    [InlineData("SigIgn")]
    [InlineData("SigBlk")]
    public void Signal_dispositions_are_what_they_are_without_us(string line)
    {
        string Signals(string command) =>
            DdRunProcess.Run("sh", "-c", $"trap '' HUP; exec {command} grep {line} /proc/self/status").Output;

        Assert.Equal(Signals("env"), Signals(DdRunProcess.Executable));
    }

    [Fact]
    public void A_command_that_does_not_exist_is_127_and_one_line()
    {
        var run = DdRunProcess.Run("no-such-command", "x");

        Assert.Equal(127, run.ExitCode);
        Assert.Equal("dd-run: no-such-command: command not found\n", run.Error);
    }

    [Fact]
    public void A_file_that_is_not_executable_is_126_and_one_line()
    {
        using var file = new TemporaryFile("#!/bin/sh\n"u8.ToArray());
        var run = DdRunProcess.Run(file.Path);

        Assert.Equal(126, run.ExitCode);
        Assert.Equal($"dd-run: {file.Path}: permission denied: the file is not executable\n", run.Error);
        Assert.Equal(126, DdRunProcess.Run("/").ExitCode);
    }

    [Fact]
    public void Hot_reload_is_reported_and_runs()
    {
        var dotnet = Path.Combine(Directory.CreateTempSubdirectory().FullName, "dotnet");
        File.Copy("/bin/echo", dotnet);
        var run = DdRunProcess.RunWith(DdRunProcess.SomeHome, dotnet, "watch");
        Directory.Delete(Path.GetDirectoryName(dotnet)!, true);

        Assert.Equal((0, "watch\n"), (run.ExitCode, run.Output));
        Assert.Contains("--no-hot-reload", Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public void A_home_that_cannot_be_named_in_a_list_of_hooks_is_not_injected()
    {
        var home = DdRunProcess.MakeHome("some:home");
        var run = DdRunProcess.RunWith(new() { ["DD_RUN_HOME"] = home }, "sh", "-c", "echo $DOTNET_STARTUP_HOOKS");

        Assert.Equal((0, "\n"), (run.ExitCode, run.Output));
        Assert.StartsWith($"dd-run: nothing to inject: {home}", run.Error);
    }

    [Fact]
    public void The_environment_goes_on_to_grandchildren()
    {
        var run = DdRunProcess.RunWith(new() { ["DOTNET_STARTUP_HOOKS"] = "/theirs.dll" }, "--service", "shop", "sh", "-c", "sh -c 'echo $DD_SERVICE $DOTNET_STARTUP_HOOKS'");

        Assert.Matches(@"^shop /theirs\.dll:/.*/DdRun\.StartupHook\.dll\n$", run.Output);
    }

    [Fact]
    public void A_foreign_profiler_is_kept_and_reported()
    {
        var foreign = new Dictionary<string, string?> { ["CORECLR_ENABLE_PROFILING"] = "1", ["CORECLR_PROFILER"] = "{00000000-0000-0000-0000-000000000001}" };

        var run = DdRunProcess.RunWith(foreign, "sh", "-c", "echo $CORECLR_PROFILER");

        Assert.Equal("{00000000-0000-0000-0000-000000000001}\n", run.Output);
        Assert.Equal("dd-run: another profiler is configured (CORECLR_PROFILER={00000000-0000-0000-0000-000000000001}) and kept: methods cannot be traced beside it\n", run.Error);
    }

    [Theory]
    [InlineData("DOTNET_EnableDiagnostics")]
    [InlineData("DOTNET_EnableDiagnostics_Profiler")]
    [InlineData("COMPlus_EnableDiagnostics")]
    public void Diagnostics_switched_off_are_reported_and_refused_only_when_strict(string variable)
    {
        var environment = new Dictionary<string, string?> { [variable] = "0" };

        var run = DdRunProcess.RunWith(environment, "echo", "ran");
        Assert.Equal("ran\n", run.Output);
        Assert.Contains(variable + "=0", run.Error, StringComparison.Ordinal);

        var strict = DdRunProcess.RunWith(environment, "--strict", "echo", "ran");
        Assert.Equal((125, ""), (strict.ExitCode, strict.Output));
    }

    [Fact]
    public void A_target_compiled_ahead_of_time_is_reported()
    {
        using var target = new TemporaryFile(File.ReadAllBytes(DdRunProcess.Executable), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var run = DdRunProcess.Run(target.Path, "--version");

        Assert.StartsWith("dd-run 0.", run.Output, StringComparison.Ordinal);
        Assert.Contains("compiled ahead of time", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_launcher_that_is_started_by_another_is_no_target_of_its_own()
    {
        var link = Path.Combine(Directory.CreateTempSubdirectory("dd-run-").FullName, "link");
        File.CreateSymbolicLink(link, DdRunProcess.Executable);
        foreach (var inner in (string[])[DdRunProcess.Executable, link])
        {
            var run = DdRunProcess.RunWith(DdRunProcess.SomeHome, "--strict", inner, "--strict", "echo", "ran");
            Assert.Equal((0, "ran\n", ""), (run.ExitCode, run.Output, run.Error));
        }

        Directory.Delete(Path.GetDirectoryName(link)!, true);
    }

    [Fact]
    public void A_missing_home_is_reported_and_the_target_runs()
    {
        var run = DdRunProcess.RunWith(new() { ["DD_RUN_HOME"] = "/nowhere" }, "sh", "-c", "echo ran $DOTNET_STARTUP_HOOKS $CORECLR_PROFILER");

        Assert.Equal("ran\n", run.Output);
        Assert.All(run.Error.TrimEnd('\n').Split('\n'), line => Assert.StartsWith("dd-run: ", line, StringComparison.Ordinal));
        Assert.Equal(2, run.Error.Count(character => character == '\n'));
    }

    [Fact]
    public void A_missing_manifest_is_one_line_and_the_target_runs_unless_strict()
    {
        var run = DdRunProcess.Run("--manifest", "nowhere.json", "echo", "ran");

        Assert.Equal("ran\n", run.Output);
        Assert.Contains("nowhere.json does not exist", run.Error, StringComparison.Ordinal);
        Assert.Equal(125, DdRunProcess.Run("--strict", "--manifest", "nowhere.json", "echo", "ran").ExitCode);
    }

    [Theory]
    [InlineData("2>/dev/full")]
    [InlineData("2>&-")]
    public void A_message_that_cannot_be_written_does_not_keep_the_target_from_running(string stderr)
    {
        var run = DdRunProcess.Run("sh", "-c", $"{DdRunProcess.Executable} --manifest /nowhere.json sh -c 'echo ran; exit 5' {stderr}; echo $?");

        Assert.Equal("ran\n5\n", run.Output);
    }

    [Theory]
    [InlineData("", "<&-")]
    [InlineData("", ">&-")]
    [InlineData("", "2>&-")]
    [InlineData("", "<&- >&- 2>&-")]
    [InlineData("--local", "<&-")]
    [InlineData("--local", ">&-")]
    [InlineData("--local", "2>&-")]
    [InlineData("--local", "<&- >&- 2>&-")]
    public void Streams_that_are_closed_are_closed_in_the_target_too(string options, string closed)
    {
        using var list = new TemporaryFile([]);
        string Files(string command)
        {
            DdRunProcess.RunWith(DdRunProcess.SomeHome, "bash", "-c", $"exec {command} bash -c 'cd /proc/$$/fd; echo * > {list.Path}' {closed}");
            return File.ReadAllText(list.Path);
        }

        Assert.Equal(Files("env"), Files($"{DdRunProcess.Executable} --manifest /nowhere.json {options}"));
    }

    [Fact]
    public void What_goes_wrong_with_us_leaves_the_target_untraced_and_is_refused_only_when_strict()
    {
        // The home is relative to a folder that is gone.
        DdRunProcess Run(string options) =>
            DdRunProcess.Run("sh", "-c", $"d=$(mktemp -d); cd $d; rmdir $d; DD_RUN_HOME=home exec {DdRunProcess.Executable} {options} echo ran");

        Assert.Equal((0, "ran\n"), (Run("").ExitCode, Run("").Output));
        Assert.StartsWith("dd-run: not tracing: ", Run("").Error, StringComparison.Ordinal);
        Assert.Equal((125, ""), (Run("--strict").ExitCode, Run("--strict").Output));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("--version")]
    [InlineData("--info")]
    [InlineData("explain --help")]
    public void What_cannot_be_written_to_stdout_is_one_line_and_a_failure(string arguments)
    {
        var run = DdRunProcess.Run("sh", "-c", $"{DdRunProcess.Executable} {arguments} >/dev/full");

        Assert.Equal((1, "dd-run: stdout: No space left on device\n"), (run.ExitCode, run.Error));
    }

    [Theory]
    [InlineData("", "--manifest names no file: its value is empty")]
    [InlineData("/tmp/a:b/m.json", "manifest /tmp/a:b/m.json has ':' in its path, which separates manifests")]
    [InlineData("/tmp", "manifest /tmp is a directory")]
    public void A_manifest_that_cannot_be_used_is_one_line_and_the_target_runs_unless_strict(string manifest, string problem)
    {
        var run = DdRunProcess.RunWith(DdRunProcess.SomeHome, "--manifest", manifest, "echo", "ran");

        Assert.Equal((0, "ran\n", $"dd-run: {problem}\n"), (run.ExitCode, run.Output, run.Error));
        Assert.Equal(125, DdRunProcess.RunWith(DdRunProcess.SomeHome, "--strict", "--manifest", manifest, "echo", "ran").ExitCode);
    }

    [Fact]
    public void A_manifest_that_cannot_be_handed_on_leaves_the_others()
    {
        using var manifest = new TemporaryFile("""{ "instrument": [] }"""u8.ToArray());
        var run = DdRunProcess.RunWith(DdRunProcess.SomeHome, "-m", "/a:b.json", "-m", manifest.Path, "-m", "", "printenv", "DD_RUN_MANIFEST");

        Assert.Equal(manifest.Path + "\n", run.Output);
    }

    [Fact]
    public void A_manifest_relative_to_a_folder_that_is_gone_is_one_line_and_the_target_runs()
    {
        var run = DdRunProcess.RunWith(
            DdRunProcess.SomeHome, "sh", "-c", $"d=$(mktemp -d); cd $d; rmdir $d; exec {DdRunProcess.Executable} --manifest m.json echo ran");

        Assert.Equal((0, "ran\n"), (run.ExitCode, run.Output));
        Assert.Equal("dd-run: manifest m.json does not exist, nor does the folder that dd-run was started in\n", run.Error);
    }

    [Fact]
    public void What_the_target_says_goes_to_the_end_of_a_log_file()
    {
        // This assembly's entry point returns at once.
        var target = typeof(LaunchTests).Assembly.Location;
        using var log = new TemporaryFile([]);

        DdRunProcess.Run("sh", "-c", $"exec 2>{log.Path}; echo before >&2; DD_RUN_MANIFEST=/nowhere.json dotnet {target}; echo after >&2");

        var lines = File.ReadAllLines(log.Path);
        Assert.Equal(3, lines.Length);
        Assert.Equal(("before", "after"), (lines[0], lines[2]));
        Assert.Contains("/nowhere.json", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_SDKs_own_commands_get_nothing_injected()
    {
        using var script = new TemporaryFile("#!/bin/sh\necho hook:$DOTNET_STARTUP_HOOKS\n"u8.ToArray(), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var folder = Directory.CreateTempSubdirectory("dd-run-");
        File.Move(script.Path, Path.Combine(folder.FullName, "dotnet"));
        var environment = new Dictionary<string, string?> { ["PATH"] = folder.FullName + ":/bin:/usr/bin" };

        Assert.Equal("hook:\n", DdRunProcess.RunWith(environment, "dotnet", "build").Output);
        Assert.Matches("hook:/.+", DdRunProcess.RunWith(environment, "dotnet", "run").Output);
        folder.Delete(true);
    }

    [Theory]
    [InlineData(0, "--help")]
    [InlineData(0, "--version", "echo", "x")]
    [InlineData(1)]
    [InlineData(2, "--bogus", "echo", "x")]
    [InlineData(2, "--service")]
    public void Own_exit_codes(int expected, params string[] arguments) => Assert.Equal(expected, DdRunProcess.Run(arguments).ExitCode);
}
