using DdRun.Configuration;
using DdRun.Export.Datadog.Agent;
using DdRun.Export.Datadog.Stats.Obfuscation;
using DdRun.Tracing;

namespace DdRun.Export.Datadog.Stats;

/// <summary>Counts spans and sends the counts every ten seconds, where that is configured and the agent takes them. On the writer's thread.</summary>
internal sealed class StatsSender(Settings settings, AgentClient client)
{
    private const string Headers = "Content-Type: application/msgpack\r\n";

    private StatsAggregator? _aggregator;
    private StatsEncoder? _encoder;
    private long _nextFlush = Clock.UtcNanoseconds() + StatsAggregator.BucketNanoseconds;

    public bool IsActive => settings.StatsComputationEnabled && client.Info.HasStats;

    public void Add(TraceChunk chunk)
    {
        _aggregator ??= new(settings);
        _aggregator.PeerTags = client.Info.PeerTags;
        if (_aggregator.Obfuscation != client.Info.Obfuscation)
        {
            Flush(_aggregator, Clock.UtcNanoseconds(), everything: true);
            _aggregator.Obfuscate(client.Info.Obfuscation);
        }
        _aggregator.Add(chunk);
    }

    public void FlushDue(bool everything)
    {
        if (_aggregator is null)
            return;
        var now = Clock.UtcNanoseconds();
        if (_aggregator.IsEmpty || (now < _nextFlush && !everything))
            return;
        _nextFlush = now + StatsAggregator.BucketNanoseconds;
        Flush(_aggregator, now, everything);
    }

    private void Flush(StatsAggregator aggregator, long now, bool everything)
    {
        var buckets = aggregator.Take(now, everything);
        // Counts that come late are worse than none: no retry.
        if (buckets.Count > 0)
            client.Send("/v0.6/stats", aggregator.Obfuscation is null ? Headers : Headers + ObfuscationRules.Header, (_encoder ??= new(settings)).Encode(buckets), retry: false);
    }
}
