using System.Text.Json;

namespace DdRun.Agent;

/// <summary>What <c>/info</c> says about the agent.</summary>
internal sealed record AgentInfo
{
    /// <summary>An agent that answers no <c>/info</c>: what every agent can.</summary>
    public static readonly AgentInfo Unknown = new();

    public string? Version { get; private set; }
    public HashSet<string> Endpoints { get; } = new(StringComparer.Ordinal);
    public bool ClientDropP0s { get; private set; }
    public bool SpanEvents { get; private set; }
    public List<string> PeerTags { get; } = [];
    public List<string> StatsSpanKinds { get; } = [];
    /// <summary>Null as long as the agent has not said what it throws away.</summary>
    public AgentFilters? Filters { get; private set; }

    public bool HasV05 => Endpoints.Contains("/v0.5/traces");
    public bool HasStats => Endpoints.Contains("/v0.6/stats") && ClientDropP0s;

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
            };
            info.Endpoints.UnionWith(Texts(root, "endpoints"));
            info.PeerTags.AddRange(Texts(root, "peer_tags"));
            info.StatsSpanKinds.AddRange(Texts(root, "span_kinds_stats_computed"));
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
