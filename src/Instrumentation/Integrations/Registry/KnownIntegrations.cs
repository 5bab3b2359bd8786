using System.Runtime.CompilerServices;
using DdRun.Configuration;
using DdRun.Diagnostics;
using DdRun.Instrumentation.Integrations.Activities;
using DdRun.Instrumentation.Integrations.Grpc;
using DdRun.Instrumentation.Integrations.Http;
using DdRun.Instrumentation.Manifests;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.Registry;

/// <summary>The libraries that are traced out of the box.</summary>
internal static class KnownIntegrations
{
    public const string AspNetCoreName = "AspNetCore";
    public const string HttpClientName = "HttpMessageHandler";
    public const string LoggerName = "ILogger";

    private const string Diagnostics = "System.Diagnostics.DiagnosticSource";

    /// <summary>What needs no weaving; the rest is found by the manifests in the integrations' folders.</summary>
    public static IReadOnlyList<Integration> Listening { get; } =
    [
        new(AspNetCoreName, "Microsoft.AspNetCore.Hosting", "8.0", "11.0"),
        new(HttpClientName, "System.Net.Http", "8.0", "11.0") { Aliases = ["HttpClient"] },
        new(GrpcTags.Integration, "Grpc.Net.Client", "2.0", "3.0"),
        new(LoggerName, "Microsoft.Extensions.Logging", "8.0", "11.0"),
    ];

    private static readonly object s_lock = new();
    private static WaitForAssembly? s_waiting;
    private static LibrarySwitches? s_switches;
    private static IDisposable? s_listeners;

    /// <summary>Whether the framework's own handler of requests is.</summary>
    public static bool TracesRequests(Settings settings) => Listening.Any(integration => integration.Name == HttpClientName && integration.IsEnabled(settings));

    /// <summary>
    /// Starts what listens as soon as the process has loaded the assembly that every one of them reports through. Costs one handler until then:
    /// a program without these libraries loads nothing more. Where it has started already, it goes on.
    /// </summary>
    /// <param name="settings">The settings.</param>
    /// <param name="rules">The user's manifests, for what they say of activities.</param>
    public static void Start(Settings settings, RuleSet rules)
    {
        if (!settings.TraceEnabled)
            return;
        var switches = new LibrarySwitches(settings);
        var waiting = new WaitForAssembly(Diagnostics, () => StartListening(settings, rules));
        lock (s_lock)
        {
            if (s_waiting is not null)
                return;
            (s_switches, s_waiting) = (switches, waiting);
        }
        switches.Begin();
        waiting.Begin();
    }

    /// <summary>Listens to nothing any more, so that libraries do not make what nobody wants. Objects of theirs that carry something of ours pass it by.</summary>
    public static void Stop()
    {
        WaitForAssembly? waiting;
        LibrarySwitches? switches;
        lock (s_lock)
        {
            (waiting, switches) = (s_waiting, s_switches);
            (s_waiting, s_switches) = (null, null);
        }
        switches?.End();
        if (waiting?.Cancel() == false)
            StopListening();
    }

    // Separate, so that the assembly is not loaded on behalf of Start.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StartListening(Settings settings, RuleSet rules)
    {
        try
        {
            if (TracesRequests(settings))
                TracePropagator.Install();
            s_listeners = ListenerSubscription.Start(settings);
            ActivityBridge.Start(settings, () => rules.Activities);
            AmbientTrace.Source = new ActivityTrace();
        }
        catch (Exception e)
        {
            Log.Error("Integrations could not be started.", e);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StopListening()
    {
        try
        {
            s_listeners?.Dispose();
            s_listeners = null;
            ActivityBridge.Stop();
            TracePropagator.Remove();
            AmbientTrace.Source = null;
        }
        catch (Exception e)
        {
            Log.Error("Integrations could not be stopped.", e);
        }
    }

    /// <summary>The version of an assembly that is loaded, or null.</summary>
    public static Version? LoadedVersion(string name)
    {
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
            if (assembly.GetName() is { } loaded && loaded.Name == name)
                return loaded.Version;
        return null;
    }
}
