using System.Globalization;
using DdRun.Configuration;
using DdRun.Diagnostics;
using DdRun.Hosting;
using DdRun.Instrumentation.InProcess;
using DdRun.Instrumentation.Integrations.Registry;
using DdRun.Instrumentation.Live;
using DdRun.Instrumentation.Manifests;

namespace DdRun.Instrumentation.Startup;

/// <summary>Puts other rules in force while the process runs: as its manifests change, or as somebody attaches once more.</summary>
internal static class Following
{
    private const int Pulse = 400;

    // The runtime answers nobody else on its diagnostics port meanwhile.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private static int s_isFollowing;

    /// <summary>Follows the manifests.</summary>
    public static void Begin()
    {
        if (Interlocked.Exchange(ref s_isFollowing, 1) == 0)
            new Thread(Follow) { IsBackground = true, Name = "dd-run manifest" }.UnsafeStart();
    }

    /// <summary>Reads settings and rules once more, in a process that dd-run is in already. Whoever attaches waits for it: what he hears is so.</summary>
    public static void AttachAgain()
    {
        var thread = new Thread(Attach) { IsBackground = true, Name = "dd-run attach" };
        thread.UnsafeStart();
        thread.Join(s_patience);
    }

    private static void Attach()
    {
        OwnWork.Begin();
        try
        {
            Settings.Reread();
            var target = LiveTarget.Of(Bootstrap.Weaver);
            if (target.Changes is not { } changes)
            {
                Log.Warn(target.NoProfiler);
                return;
            }
            var settings = Settings.Current;
            var rules = Bootstrap.CollectRules(settings);
            foreach (var problem in rules.Problems)
                Log.Warn(problem.ToString());
            if (changes.IsTracing)
            {
                Tell("attached again", changes.Replace(rules));
                return;
            }
            if (settings.RuntimeMetricsEnabled)
                MetricsStart.Run();
            if (settings.Text("DD_METRICS_METERS") is { Length: > 0 })
                MetricsStart.RunMeters();
            if (!settings.TraceEnabled)
                return;
            Departure.ComeBack();
            KnownIntegrations.Start(settings, rules);
            changes.Begin(rules);
            if (settings.Flag("DD_RUN_LIVE", false))
                Begin();
        }
        catch (Exception e)
        {
            Log.Error("attaching once more failed", e);
        }
    }

    private static void Follow()
    {
        OwnWork.Begin();
        var files = Bootstrap.ManifestFiles(Settings.Current);
        var known = Stamp(files);
        while (true)
        {
            Thread.Sleep(Pulse);
            try
            {
                // Somebody has detached; who attaches again begins anew.
                if (LiveTarget.Of(Bootstrap.Weaver).Changes is not { IsTracing: true } changes)
                    break;
                var stamp = Stamp(files);
                if (stamp == known)
                    continue;
                known = stamp;
                Change(changes, files);
            }
            catch (Exception e)
            {
                Log.Error("the manifests cannot be followed", e);
            }
        }
        Volatile.Write(ref s_isFollowing, 0);
    }

    // With mistakes in them everything stays as it is.
    private static void Change(Reweaver changes, string[] files)
    {
        var rules = Bootstrap.CollectRules(Settings.Current);
        var isRight = true;
        foreach (var problem in rules.Problems)
        {
            isRight &= !problem.IsError;
            Log.Warn(problem.ToString());
        }
        if (isRight)
            Tell(string.Join(", ", files), changes.Replace(rules));
        else
            Log.Warn("the rules stay as they were");
    }

    private static void Tell(string what, int changed) => Log.Info(string.Create(CultureInfo.InvariantCulture, $"{what}: {changed} methods are woven otherwise"));

    // By time and size: editors write a file anew or put another in its place.
    private static string Stamp(string[] files)
    {
        var stamp = "";
        foreach (var file in files)
        {
            var info = new FileInfo(file);
            stamp += info.Exists ? string.Create(CultureInfo.InvariantCulture, $"{info.LastWriteTimeUtc.Ticks} {info.Length};") : ";";
        }
        return stamp;
    }
}
