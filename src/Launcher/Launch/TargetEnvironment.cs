using DdRun.Diagnostics;

namespace DdRun.Launcher.Launch;

/// <summary>The environment variables through which everything reaches the target, and whatever the target starts.</summary>
internal static class TargetEnvironment
{
    public const string ProfilerId = "{8C5A1E0B-3D0F-4C1E-9E57-6B2D7F41D0A7}";

    private static readonly string[] s_exporters = ["OTEL_TRACES_EXPORTER", "OTEL_METRICS_EXPORTER", "OTEL_LOGS_EXPORTER"];
    private static readonly string[] s_otlpSwitches = ["DD_METRICS_OTEL_ENABLED", "DD_LOGS_OTEL_ENABLED"];

    /// <param name="options">What the command line asks for.</param>
    /// <param name="hook">Our startup hook; null leaves the target without.</param>
    /// <param name="profiler">Our native library; null leaves the target without, or with the profiler that it already has.</param>
    /// <param name="existing">The environment that would be inherited.</param>
    /// <returns>The variables to set, and with null as value those to remove.</returns>
    public static Dictionary<string, string?> Compose(LaunchOptions options, string? hook, string? profiler, Func<string, string?> existing)
    {
        var changes = new Dictionary<string, string?>();
        if (profiler is not null)
        {
            changes["CORECLR_ENABLE_PROFILING"] = "1";
            changes["CORECLR_PROFILER"] = ProfilerId;
            changes["CORECLR_PROFILER_PATH"] = profiler;
            // The runtime prefers these to the one without a suffix.
            foreach (var name in (string[])["CORECLR_PROFILER_PATH_64", "CORECLR_PROFILER_PATH_ARM64"])
                if (existing(name) is not null)
                    changes[name] = null;
        }

        if (hook is not null)
            changes["DOTNET_STARTUP_HOOKS"] = Append(existing("DOTNET_STARTUP_HOOKS"), hook);
        if (options.Manifests.Count > 0)
            changes["DD_RUN_MANIFEST"] = string.Join(Path.PathSeparator, options.Manifests);
        if (options.CheckedManifests.Count > 0)
            changes["DD_RUN_MANIFEST_CHECKED"] = string.Join(Path.PathSeparator, options.CheckedManifests);
        // For the instrumentation, which would tell as well. Of what is inherited from another launcher nothing is known.
        Set("DD_RUN_UNWOVEN", options.IsUnwoven ? "1" : null);
        // For native/src/hook_shortcut.cpp, which would tell as well.
        Set("DD_RUN_TRIMMED", options.Trimmed);

        Set("DD_SERVICE", options.Service);
        Set("DD_ENV", options.Env);
        Set("DD_VERSION", options.Version);
        Set("DD_TRACE_AGENT_URL", options.AgentUrl);
        Set("DD_DOGSTATSD_URL", options.DogStatsdUrl);
        foreach (var name in s_exporters)
        {
            if (options.Exporter == LaunchOptions.Otlp)
                Set(name, LaunchOptions.Otlp);
            else if (options.Exporter == LaunchOptions.Datadog && existing(name) is not null)
                changes[name] = null;
        }
        if (options.Exporter == LaunchOptions.Datadog)
        {
            foreach (var name in s_otlpSwitches)
                if (existing(name) is not null)
                    changes[name] = null;
        }
        Set("OTEL_EXPORTER_OTLP_ENDPOINT", options.Endpoint);
        if (options.LogsUrl is not null)
        {
            Set("OTEL_LOGS_EXPORTER", LaunchOptions.Otlp);
            Set("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", options.LogsUrl);
            Set("OTEL_EXPORTER_OTLP_LOGS_PROTOCOL", "http/protobuf");
        }

        Set("DD_RUNTIME_METRICS_ENABLED", options.RuntimeMetrics ? "true" : null);
        Set("DD_RUN_FUNCTION_NAMES", options.NamesFunctions ? "true" : null);
        Set("DD_TRACE_DEBUG", options.Debug ? "true" : null);
        Set(LogSinks.DebuggedProcess, options.Debug && options.Replaces is { } replaces ? (replaces ? "self:" : "child:") + OwnId : null);
        Set(LogSinks.Session, options.Replaces == false ? LoggedErrors.Session : null);
        return changes;

        void Set(string name, string? value)
        {
            if (value is not null)
                changes[name] = value;
        }
    }

    private static string OwnId => Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Append(string? hooks, string hook)
    {
        if (string.IsNullOrEmpty(hooks))
            return hook;
        return hooks.Split(Path.PathSeparator).Contains(hook) ? hooks : hooks + Path.PathSeparator + hook;
    }
}
