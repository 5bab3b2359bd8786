using System.Globalization;
using System.Runtime.CompilerServices;
using DdRun.Configuration;
using DdRun.Diagnostics;
using DdRun.Hosting;
using DdRun.Instrumentation.Caching;
using DdRun.Instrumentation.InProcess;
using DdRun.Instrumentation.Integrations;
using DdRun.Instrumentation.Integrations.Registry;
using DdRun.Instrumentation.Manifests;
using DdRun.Instrumentation.Profiler;

namespace DdRun.Instrumentation.Startup;

/// <summary>What happens in a target when it starts.</summary>
internal static class Bootstrap
{
    private const string ProfilerId = "{8C5A1E0B-3D0F-4C1E-9E57-6B2D7F41D0A7}";

    /// <summary>What weaves the process; null where nothing does.</summary>
    public static LoadTimeWeaver? Weaver { get; private set; }

    public static void Start()
    {
        ProcessEnd.IsThereFromStart = true;
        var settings = Settings.Current;
        if (settings.RuntimeMetricsEnabled)
            MetricsStart.Run();
        if (settings.Text("DD_METRICS_METERS") is { Length: > 0 } || (settings.HealthMetricsEnabled && settings.Otlp?.Metrics is not null))
            MetricsStart.RunMeters();
        if (!settings.TraceEnabled)
            return;
        ProcessTracer.StartEarly();
        var rules = CollectRules(settings);
        KnownIntegrations.Start(settings, rules);
        var bridge = ProfilerBridge.TryConnect(out var reason);
        if (bridge is null)
        {
            // Without a profiler there is only what needs no weaving. The launcher may have told why already.
            if (Environment.GetEnvironmentVariable("DD_RUN_UNWOVEN") is { Length: > 0 })
                Log.Debug($"nothing is woven: {reason}");
            else
                Log.Warn($"nothing is woven: {Explain(reason)}");
            return;
        }
        var plans = new PlanSource(PlanCache.Open(Environment.GetEnvironmentVariable));
        if (plans.TryGetReach(rules.Hash) is { } reach)
            rules.Reach = reach;
        else
            CheckRules(rules, plans);
        bridge.NoteRules(rules.Reach.Rules);
        Weaver = new LoadTimeWeaver(bridge, rules, plans);
        Weaver.Start();
        if (settings.Flag("DD_RUN_LIVE", false))
            Following.Begin();
        if (Log.IsDebug)
            ReportRules(rules);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string Explain(string reason) =>
        Environment.GetEnvironmentVariable("CORECLR_PROFILER") is { Length: > 0 } id && !id.Equals(ProfilerId, StringComparison.OrdinalIgnoreCase)
            ? $"{reason}; somebody has put another profiler in its place (CORECLR_PROFILER={id})"
            : reason;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ReportRules(RuleSet rules)
    {
        Log.Debug(string.Create(CultureInfo.InvariantCulture, $"started: {rules.Own.Count} rules, {rules.Problems.Count} problems in manifests"));
        ProcessEnd.Subscribe(new UnmatchedRules(rules));
    }

    // Rules with problems are looked at with every start, which tells of them. The launcher has told already what is wrong with the manifests
    // that it has seen.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void CheckRules(RuleSet rules, PlanSource plans)
    {
        if (rules.Problems.Count == 0)
        {
            plans.Keep(rules.Hash, rules.Reach);
            return;
        }
        var told = (Environment.GetEnvironmentVariable("DD_RUN_MANIFEST_CHECKED") ?? "").Split(Path.PathSeparator);
        foreach (var problem in rules.Problems)
        {
            if (Array.IndexOf(told, problem.File) < 0)
                Log.Warn(problem.ToString());
        }
    }

    public static RuleSet CollectRules(Settings settings)
    {
        var rules = new RuleSet(new EmbeddedManifests(typeof(Bootstrap).Assembly, name =>
            Integration.IsOn(settings, name)));
        if (settings.TraceMethods is { Length: > 0 } methods)
            rules.AddMethods(methods);
        var mustExist = settings.Manifests is { Length: > 0 };
        foreach (var path in ManifestFiles(settings))
        {
            if (mustExist || File.Exists(path))
                rules.AddManifest(path);
        }
        return rules;
    }

    /// <summary>The manifests that the settings name, or else the one beside the application, which need not exist.</summary>
    public static string[] ManifestFiles(Settings settings) => settings.Manifests is { Length: > 0 } manifests
        ? manifests.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        : [Path.Combine(AppContext.BaseDirectory, "dd-run.json")];
}
