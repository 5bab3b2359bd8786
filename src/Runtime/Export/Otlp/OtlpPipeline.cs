using DdRun.Tracing;

namespace DdRun.Export.Otlp;

/// <summary>The pipeline to a receiver: there is no agent to count what is not sampled, so it is not sent.</summary>
internal sealed class OtlpPipeline(TracerCore tracer, SpanSender sender, WriterCounters counters) : ChunkPipeline(tracer, counters)
{
    protected override void Sample(TraceChunk chunk, bool isUnsampled, List<Span>? single)
    {
        if (isUnsampled)
            chunk.Spans = single ?? [];
    }

    protected override void Encode(TraceChunk chunk) => sender.Add(chunk);
}
