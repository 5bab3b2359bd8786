using DdRun.Hosting;
using DdRun.Identity;
using DdRun.Instrumentation.InProcess;
using DdRun.Instrumentation.Integrations.Registry;
using DdRun.Instrumentation.Live.Answering;
using DdRun.Instrumentation.Live.Channel;
using DdRun.Instrumentation.Live.Rendering;
using DdRun.Instrumentation.Manifests;
using DdRun.Instrumentation.Profiler;
using DdRun.Json;

namespace DdRun.Instrumentation.Live;

/// <summary>This process, as live sessions see it.</summary>
internal sealed class LiveTarget
{
    public const int MostSessions = 8;

    private static readonly object s_lock = new();
    private static LiveTarget? s_one;

    private readonly List<LiveSession> _sessions = [];

    private LiveTarget(LoadTimeWeaver? weaver, bool isTracing, string noProfiler)
    {
        NoProfiler = noProfiler;
        Changes = weaver is null ? null : new Reweaver(weaver, isTracing);
    }

    /// <summary>What weaves; null without a profiler.</summary>
    public Reweaver? Changes { get; }

    /// <summary>Why nothing can be woven.</summary>
    public string NoProfiler { get; }

    /// <summary>The one of this process.</summary>
    /// <param name="weaver">What has woven the process at its start; null where nothing has.</param>
    public static LiveTarget Of(LoadTimeWeaver? weaver)
    {
        lock (s_lock)
        {
            if (s_one is { Changes: not null })
                return s_one;
            if (weaver is not null)
                return s_one = new LiveTarget(weaver, isTracing: true, "");
            var bridge = ProfilerBridge.TryConnect(out var reason);
            return s_one = new LiveTarget(bridge is null ? null : new LoadTimeWeaver(bridge, new RuleSet(EmbeddedManifests.None), new PlanSource(null)), isTracing: false, $"nothing can be woven in this process: {reason}");
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
        var wasTracing = Changes is { IsTracing: true };
        var restored = Changes?.RestoreAll() ?? 0;
        if (!wasTracing)
            return restored;
        KnownIntegrations.Stop();
        RuntimeMetrics.Disable();
        Departure.Leave();
        return restored;
    }

    /// <summary>The frames of an answer.</summary>
    /// <exception cref="LiveErrorException">There is none.</exception>
    public IEnumerable<string> Answer(string? type, RequestValues values, int id) => type switch
    {
        "status" => [Status(id)],
        "rules" => [RulesAnswer.Of(id, Tracing())],
        "set" => [RuleChange.Apply(id, Tracing(), RuleChange.Manifest(Tracing().Rules, values.Text("origin") ?? "live", values.Text("manifest") ?? throw new LiveErrorException("\"manifest\" is missing", "request")))],
        "add" => [RuleChange.Apply(id, Tracing(), RuleChange.WithRule(Tracing().Rules, values.Text("rule") ?? throw new LiveErrorException("\"rule\" is missing", "request")))],
        "clear" => [RuleChange.Apply(id, Tracing(), Tracing().Rules.WithoutOwn())],
        "loaded" => LoadedAnswer.Of(id, values, Changes),
        "explain" => values.Flag("il") ? ExplainedAnswer.WithCode(id, ChoiceValues.Read(values), Changes) : ExplainedAnswer.Of(id, ChoiceValues.Read(values), Changes),
        _ => throw new LiveErrorException($"\"{type}\" is no request", "request"),
    };

    // Where rules mean something.
    private Reweaver Tracing() => Changes switch
    {
        null => throw new LiveErrorException(NoProfiler, "process"),
        { IsTracing: false } => throw new LiveErrorException("this process is not traced, so it has no rules; attach to it first", "process"),
        _ => Changes,
    };

    private string Status(int id)
    {
        int sessions;
        lock (_sessions)
            sessions = _sessions.Count;
        return new JsonWriter().BeginObject().Member("type", "status").Member("id", id).Member("version", ProcessInfo.TracerVersion).Name("traced").Value(Changes is { IsTracing: true })
            .Member("rules", Changes is { IsTracing: true } ? Changes.Rules.Own.Count : 0).Member("woven", Changes?.WovenCount ?? 0).Member("observed", Changes?.Observed ?? 0).Member("changes", Changes?.Changes ?? 0).Member("sessions", sessions).EndObject().ToString();
    }
}
