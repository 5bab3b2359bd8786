using DdRun.Identity;
using DdRun.Instrumentation.InProcess;
using DdRun.Instrumentation.Live.Channel;
using DdRun.Instrumentation.Live.Rendering;
using DdRun.Instrumentation.Manifests;
using DdRun.Instrumentation.Profiler;

namespace DdRun.Instrumentation.Live;

/// <summary>This process, as live sessions see it.</summary>
internal sealed class LiveTarget
{
    public const int MostSessions = 8;

    private static readonly object s_lock = new();
    private static LiveTarget? s_one;

    private readonly List<LiveSession> _sessions = [];

    private LiveTarget(LiveWeaver? weaver, bool isTracing, string noProfiler)
    {
        NoProfiler = noProfiler;
        Changes = weaver is null ? null : new MethodChanges(weaver, isTracing);
    }

    /// <summary>What weaves; null without a profiler.</summary>
    public MethodChanges? Changes { get; }

    /// <summary>Why nothing can be woven.</summary>
    public string NoProfiler { get; }

    /// <summary>The one of this process.</summary>
    /// <param name="weaver">What has woven the process at its start; null where nothing has.</param>
    public static LiveTarget Of(LiveWeaver? weaver)
    {
        lock (s_lock)
        {
            if (s_one is { Changes: not null })
                return s_one;
            if (weaver is not null)
                return s_one = new LiveTarget(weaver, isTracing: true, "");
            var bridge = ProfilerBridge.TryConnect(out var reason);
            return s_one = new LiveTarget(bridge is null ? null : new LiveWeaver(bridge, new RuleSet(EmbeddedManifests.None), new PlanSource(null)), isTracing: false, $"nothing can be woven in this process: {reason}");
        }
    }

    public bool TryEnter(LiveSession session)
    {
        lock (_sessions)
        {
            if (_sessions.Count >= MostSessions)
                return false;
            _sessions.Add(session);
            return true;
        }
    }

    /// <summary>Whether it had entered.</summary>
    public bool Leave(LiveSession session)
    {
        lock (_sessions)
            return _sessions.Remove(session);
    }

    /// <summary>Puts everything back, whoever wanted it.</summary>
    /// <returns>The number of methods.</returns>
    public int Detach(LiveSession by)
    {
        LiveSession[] others;
        lock (_sessions)
            others = [.. _sessions.Where(session => session != by)];
        foreach (var session in others)
            session.Stop();
        return 0;
    }

    /// <summary>The frames of an answer.</summary>
    /// <exception cref="LiveErrorException">There is none.</exception>
    public IEnumerable<string> Answer(string? type, RequestValues values, int id) => type switch
    {
        "status" => [Status(id)],
        _ => throw new LiveErrorException($"\"{type}\" is no request", "request"),
    };

    private string Status(int id)
    {
        int sessions;
        lock (_sessions)
            sessions = _sessions.Count;
        return new JsonText().BeginObject().Member("type", "status").Member("id", id).Member("version", ProcessInfo.TracerVersion).Name("traced").Flag(Changes is { IsTracing: true })
            .Member("observed", Changes?.Observed ?? 0).Member("changes", Changes?.Changes ?? 0).Member("sessions", sessions).EndObject().ToString();
    }
}
