using System.Text.Json;
using DdRun.Export.Datadog.Stats.Obfuscation;

namespace DdRun.Export.Datadog;

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
    public static AgentInfo Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return Unknown;
            var info = new AgentInfo
            {
                Version = root.TryGetProperty("version", out var version) && version.ValueKind == JsonValueKind.String ? version.GetString() : null,
                ClientDropP0s = root.TryGetProperty("client_drop_p0s", out var drop) && drop.ValueKind == JsonValueKind.True,
                SpanEvents = root.TryGetProperty("span_events", out var events) && events.ValueKind == JsonValueKind.True,
                Filters = AgentFilters.Parse(root),
                Obfuscation = ObfuscationRules.Parse(root),
            };
            var endpoints = Texts(root, "endpoints");
            info.HasV05 = endpoints.Contains("/v0.5/traces");
            info.HasStats = endpoints.Contains("/v0.6/stats") && info.ClientDropP0s;
            info.PeerTags = Texts(root, "peer_tags");
            info.StatsSpanKinds = Texts(root, "span_kinds_stats_computed");
            return info;
        }
        catch (JsonException)
        {
            return Unknown;
        }
    }

    internal static List<string> Texts(JsonElement parent, string name)
    {
        var texts = new List<string>();
        if (parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var array) && array.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in array.EnumerateArray())
            {
                if (item.ValueKind == JsonValueKind.String)
                    texts.Add(item.GetString()!);
            }
        }
        return texts;
    }
}
