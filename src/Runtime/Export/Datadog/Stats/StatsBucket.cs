namespace DdRun.Export.Datadog.Stats;

/// <summary>Ten seconds of counts, bounded: what exceeds a bound is counted under one value in its place.</summary>
/// <param name="maxKeys">Kinds of spans that are counted apart.</param>
/// <param name="maxResources">Resources that are.</param>
internal sealed class StatsBucket(int maxKeys, int maxResources)
{
    public const string Blocked = "tracer_blocked_value";
    public const int MaxEndpoints = 512, MaxPeerTagSets = 512;

    private readonly HashSet<string> _resources = new(StringComparer.Ordinal);
    private readonly HashSet<string> _endpoints = new(StringComparer.Ordinal);
    private readonly HashSet<string> _peerTagSets = new(StringComparer.Ordinal);

    public Dictionary<StatsKey, StatsGroup> Groups { get; } = [];

    public void Add(StatsKey key, long nanoseconds, bool isError, bool isTopLevel)
    {
        if (!Groups.TryGetValue(key, out var group))
        {
            key = Bound(key);
            if (!Groups.TryGetValue(key, out group))
                Groups.Add(key, group = new StatsGroup());
        }
        group.Add(nanoseconds, isError, isTopLevel);
    }

    private StatsKey Bound(StatsKey key)
    {
        if (Groups.Count >= maxKeys)
            return new StatsKey { Service = key.Service, Name = Blocked, Resource = Blocked, Type = key.Type, IsTraceRoot = key.IsTraceRoot };
        var resource = Limit(_resources, key.Resource, maxResources);
        var endpoint = Limit(_endpoints, key.HttpEndpoint, MaxEndpoints);
        var peerTags = Limit(_peerTagSets, key.PeerTags, MaxPeerTagSets);
        return key with { Resource = resource, HttpEndpoint = endpoint, PeerTags = peerTags };
    }

    private static string Limit(HashSet<string> seen, string value, int max) =>
        value.Length == 0 || seen.Contains(value) || (seen.Count < max && seen.Add(value)) ? value : Blocked;
}
