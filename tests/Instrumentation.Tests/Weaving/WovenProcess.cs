using DdRun.Testing;

namespace DdRun.Instrumentation.Tests.Weaving;

/// <summary>Starts a target with the profiler and the hook, without the launcher, and collects its spans.</summary>
internal static class WovenProcess
{
    public static async Task<(TargetResult Result, IReadOnlyList<ReceivedSpan> Spans)> Run(string? manifest, IReadOnlyDictionary<string, string> environment, params string[] command)
    {
        await using var agent = await TestAgent.Start();
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "dd-run.json");
        if (manifest is not null)
            await File.WriteAllTextAsync(file, manifest);
        var native = Directory.GetFiles(Path.Combine(Repository.Home, "native"), "*ddrun*", SearchOption.AllDirectories).Single();
        var variables = new Dictionary<string, string>(environment)
        {
            ["CORECLR_ENABLE_PROFILING"] = "1",
            ["CORECLR_PROFILER"] = "{8C5A1E0B-3D0F-4C1E-9E57-6B2D7F41D0A7}",
            ["CORECLR_PROFILER_PATH"] = native,
            ["DOTNET_STARTUP_HOOKS"] = Path.Combine(Repository.Home, "hook", "DdRun.StartupHook.dll"),
            ["DD_TRACE_AGENT_URL"] = agent.Url,
        };
        if (manifest is not null)
            variables["DD_RUN_MANIFEST"] = file;
        variables.TryAdd("DD_RUN_CACHE", "off");
        var result = await TargetProcess.Run(new Target(command) { LauncherArguments = null, Environment = variables });
        return (result, agent.Spans.Items);
    }

    public static Task<(TargetResult Result, IReadOnlyList<ReceivedSpan> Spans)> Run(string? manifest, params string[] command) =>
        Run(manifest, new Dictionary<string, string>(), command);

    public static Task<TargetResult> RunPlain(params string[] command) =>
        TargetProcess.Run(new Target(command) { LauncherArguments = null });
}
