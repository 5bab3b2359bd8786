using System.Text.Json;
using DdRun.Launcher.Launch;

namespace DdRun.Launcher.Tests.Variables;

public class VariableReportTests
{
    [Fact]
    public void They_are_those_that_a_launch_sets()
    {
        string[] options = ["--service", "shop", "--env", "prod", "--version-tag", "1.2", "--agent-url", "http://agent:8126", "--runtime-metrics", "--debug"];
        var shown = Variables(DdRunProcess.Run(["env", "--format", "json", .. options]).Output);

        var launched = DdRunProcess.Run([.. options, "env"]).Output.Split('\n').Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]);

        Assert.All(shown, variable => Assert.Equal(variable.Value, launched[variable.Key]));
        // Which process the launcher itself has started only a launch can tell; where the log goes was said to both of them.
        Assert.True(launched.Remove("DD_RUN_DEBUGGED"));
        Assert.True(launched.Remove("DD_TRACE_LOG_SINKS"));
        Assert.Equal(launched.Keys.Where(name => name.StartsWith("DD_", StringComparison.Ordinal)).Order(), shown.Keys.Where(name => name.StartsWith("DD_", StringComparison.Ordinal)).Order());
        Assert.Contains("CORECLR_PROFILER_PATH", shown.Keys);
        Assert.Contains("DOTNET_STARTUP_HOOKS", shown.Keys);
    }

    [Fact]
    public void The_home_may_be_elsewhere_then()
    {
        var shown = Variables(DdRunProcess.Run("env", "--format", "json", "--home", "/opt/dd-run/home/").Output);

        Assert.Equal("/opt/dd-run/home/hook/DdRun.StartupHook.dll", shown["DOTNET_STARTUP_HOOKS"]);
        Assert.Equal($"/opt/dd-run/home/native/{Home.OwnRid}/libddrun.so", shown["CORECLR_PROFILER_PATH"]);
    }

    [Theory]
    [InlineData("sh", "/theirs.dll:")]
    [InlineData("docker", "\"")]
    public void Hooks_that_are_here_are_kept_where_the_variables_change_this_environment(string format, string before)
    {
        var run = DdRunProcess.RunWith(new() { ["DOTNET_STARTUP_HOOKS"] = "/theirs.dll" }, "env", "--format", format, "--home", "/home");

        Assert.Contains(before + "/home/hook/DdRun.StartupHook.dll", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_platform_that_this_home_is_not_for_is_refused_in_words()
    {
        var run = DdRunProcess.Run("env", "--platform", "linux-riscv64");

        Assert.Equal((ExitCodes.Failure, ""), (run.ExitCode, run.Output));
        Assert.Contains("no native library for linux-riscv64", run.Error, StringComparison.Ordinal);
        Assert.Contains($"was precompiled for {Home.OwnRid}, and the target runs on linux-riscv64", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_format_is_a_wrong_usage()
    {
        var run = DdRunProcess.Run("env", "--format", "xml");

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("powershell", run.Error, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Variables(string json) => JsonSerializer.Deserialize<Dictionary<string, string>>(json)!;
}
