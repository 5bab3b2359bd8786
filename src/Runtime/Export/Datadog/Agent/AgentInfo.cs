using DdRun.Export.Datadog.Stats.Obfuscation;
using DdRun.Json;

namespace DdRun.Export.Datadog.Agent;

/// <summary>What <c>/info</c> says about the agent.</summary>
internal sealed record AgentInfo
{
    /// <summary>An agent that answers no <c>/info</c>: what every agent can.</summary>
    public static readonly AgentInfo Unknown = new();

    public string? Version { get; private set; }
    public bool HasV05 { get; private set; }
    public bool HasStats { get; private set; }
    public bool ClientDropP0s { get; private set; }
    public bool SpanEvents { get; private set; }
    public List<string> PeerTags { get; private set; } = [];
    public List<string> StatsSpanKinds { get; private set; } = [];
    /// <summary>How to obfuscate what is counted here; null when the agent does that.</summary>
    public ObfuscationRules? Obfuscation { get; private set; }
    /// <summary>Null as long as the agent has not said what it throws away.</summary>
    public AgentFilters? Filters { get; private set; }

    /// <summary>Fields of another shape than expected count as absent; what is no JSON object as <see cref="Unknown"/>.</summary>
    /// <param name="json">The answer.</param>
    /// <param name="withFilters">Whether what the agent throws away is wanted, for which its expressions are compiled.</param>
    public static AgentInfo Parse(ReadOnlySpan<byte> json, bool withFilters = true)
    {
        if (JsonReader.ReadObject(json) is not { } root)
            return Unknown;
        var endpoints = root.Texts("endpoints");
        var info = new AgentInfo
        {
            Version = root.Text("version"),
            ClientDropP0s = root.IsTrue("client_drop_p0s"),
            SpanEvents = root.IsTrue("span_events"),
            HasV05 = endpoints.Contains("/v0.5/traces"),
            PeerTags = root.Texts("peer_tags"),
            StatsSpanKinds = root.Texts("span_kinds_stats_computed"),
            Filters = withFilters ? AgentFilters.Parse(root) : null,
            Obfuscation = ObfuscationRules.Parse(root),
        };
        info.HasStats = info.ClientDropP0s && endpoints.Contains("/v0.6/stats");
        return info;
    }
}
