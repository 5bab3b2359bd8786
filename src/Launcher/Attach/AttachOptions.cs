using DdRun.Launcher.Launch;

namespace DdRun.Launcher.Attach;

/// <summary>A process that already runs inherits nothing: what options stand for in the environment of <c>attach</c> is handed over as they are.</summary>
internal static class AttachOptions
{
    /// <summary>The options with what the environment says where they say nothing.</summary>
    public static LaunchOptions Complete(LaunchOptions options, Func<string, string?> environment)
    {
        var problems = new List<string>(options.Problems);
        var manifests = options.Manifests;
        if (manifests.Count == 0 && options.Problems.Count == 0 && Text("DD_RUN_MANIFEST") is { } inherited)
            manifests = ManifestPaths.Resolve(inherited.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries), problems);
        foreach (var manifest in manifests)
        {
            if (PipedManifests.IsPipe(manifest))
                problems.Add($"manifest {manifest} is a pipe, which a process that already runs cannot read: name a file");
        }

        return options with
        {
            Manifests = manifests,
            Problems = problems,
            Service = options.Service ?? Text("DD_SERVICE"),
            Env = options.Env ?? Text("DD_ENV"),
            Version = options.Version ?? Text("DD_VERSION"),
            AgentUrl = options.AgentUrl ?? Text("DD_TRACE_AGENT_URL"),
            RuntimeMetrics = options.RuntimeMetrics || IsOn("DD_RUNTIME_METRICS_ENABLED"),
            Debug = options.Debug || IsOn("DD_TRACE_DEBUG"),
        };

        string? Text(string name) => environment(name) is { Length: > 0 } value ? value : null;

        bool IsOn(string name) => Text(name) is { } value && (value == "1" || value.Equals("true", StringComparison.OrdinalIgnoreCase));
    }
}
