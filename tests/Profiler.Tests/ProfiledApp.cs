using DdRun.Testing;

namespace DdRun.Profiler.Tests;

/// <summary>Starts <c>tests/apps/Profiled</c> with the profiler and without the launcher.</summary>
internal static class ProfiledApp
{
    public static string NativeLibrary =>
        Directory.GetFiles(Path.Combine(Repository.Home, "native"), "libddrun.*", SearchOption.AllDirectories).Single();

    /// <summary>What the scenario wrote, without the first line, which names the runtime.</summary>
    public static async Task<string> Run(string framework, string scenario) => await Run(framework, Variables(), scenario);

    /// <summary>The same, without the profiler until the target itself has it attached.</summary>
    public static async Task<string> RunAttached(string framework, string scenario)
    {
        Dictionary<string, string> variables = Variables();
        variables.Remove("CORECLR_ENABLE_PROFILING");
        return await Run(framework, variables, scenario, "attach");
    }

    static async Task<string> Run(string framework, Dictionary<string, string> variables, params string[] arguments)
    {
        TargetResult result = await TargetProcess.Run(Start(framework, variables, arguments));
        Assert.True(result.ExitCode == 0, $"exit code {result.ExitCode}\n{result.Output}{result.Errors}");
        string[] lines = result.Output.Split('\n', 2);
        Assert.Equal($"runtime {framework["net".Length..^".0".Length]}", lines[0]);
        return lines[1].TrimEnd();
    }

    public static Target Start(string framework, Dictionary<string, string> variables, params string[] arguments) =>
        new([.. Command(framework), .. arguments]) { LauncherArguments = null, Environment = variables };

    public static Dictionary<string, string> Variables() => new()
    {
        ["CORECLR_ENABLE_PROFILING"] = "1",
        ["CORECLR_PROFILER"] = "{8C5A1E0B-3D0F-4C1E-9E57-6B2D7F41D0A7}",
        ["CORECLR_PROFILER_PATH"] = NativeLibrary,
        // It would start the rest of ours as well.
        ["DD_TRACE_ENABLED"] = "false",
    };

    static string[] Command(string framework) => framework == "net10.0"
        ? ["dotnet", Repository.App("Profiled-net10.0", "Profiled.dll")]
        : [Repository.App($"Profiled-{framework}", "Profiled")];
}
