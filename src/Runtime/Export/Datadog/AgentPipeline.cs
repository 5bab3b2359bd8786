using DdRun.Export.Datadog.Agent;
using DdRun.Export.Datadog.Stats;
using DdRun.Tracing;

namespace DdRun.Export.Datadog;

/// <summary>The pipeline to an agent: what it may drop is counted here before.</summary>
internal sealed class AgentPipeline(TracerCore tracer, AgentClient client, PayloadSender sender, StatsSender stats, WriterCounters counters)
    : ChunkPipeline(tracer, counters)
{
    private const string AnalyticsEvent = "_dd1.sr.eausr";

    protected override void OnBegin()
    {
        client.RefreshInfo();
        sender.ComputesStats = stats.IsActive;
        Shedding.CountsRoots = sender.ComputesStats;
    }

    protected override void Encode(TraceChunk chunk) => sender.Add(chunk);

    protected override void Sample(TraceChunk chunk, bool isUnsampled, List<Span>? single)
    {
        if (!sender.ComputesStats)
            return;
        if (client.Info.Filters is { } filters && filters.Drops(chunk.Root))
        {
            chunk.Spans = [];
            return;
        }
        stats.Add(chunk);
        if (!isUnsampled || chunk.Spans.Exists(static span => span.Error || span.FindSent(AnalyticsEvent) is not (null or string)))
            return;
        var (traces, spans) = sender.Unsampled;
        sender.Unsampled = (traces + 1, spans + chunk.Spans.Count - (single?.Count ?? 0));
        chunk.Spans = single ?? [];
        chunk.IsSingleSpans = single is not null;
    }
}
