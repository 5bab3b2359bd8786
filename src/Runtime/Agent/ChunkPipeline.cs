using DdRun.Diagnostics;
using DdRun.Tracing;

namespace DdRun.Agent;

/// <summary>What happens to a chunk between its finish and its encoding. On the writer's thread.</summary>
internal sealed class ChunkPipeline(PayloadSender sender, WriterCounters counters)
{
    private volatile TraceFilter[] _filters = [];

    public TraceFilter[] Filters
    {
        set => _filters = value;
    }

    public void Process(List<Span> spans)
    {
        var finished = spans.Count;
        try
        {
            var root = spans[0].Root;
            var chunk = new TraceChunk(root, spans);
            Filter(chunk);
            if (chunk.Spans.Count < finished)
                Interlocked.Add(ref counters.DroppedFiltered, finished - chunk.Spans.Count);
            finished = chunk.Spans.Count;
            if (finished == 0)
                return;
            root.EnsureDecision();
            sender.Add(chunk);
        }
        catch (Exception e)
        {
            Interlocked.Add(ref counters.DroppedFailed, finished);
            Log.Error("A trace could not be written.", e);
        }
    }

    private void Filter(TraceChunk chunk)
    {
        var filters = _filters;
        if (filters.Length == 0)
            return;
        foreach (var span in chunk.Spans)
            span.Editable = true;
        IReadOnlyList<Span> left = chunk.Spans;
        foreach (var filter in filters)
        {
            try
            {
                left = filter(left) ?? [];
            }
            catch (Exception e)
            {
                Log.Error("A trace filter failed; the trace passes it unchanged.", e);
            }
        }
        foreach (var span in chunk.Spans)
            span.Editable = false;
        // Only what was in the chunk, and once: a filter cannot add.
        if (!ReferenceEquals(left, chunk.Spans))
        {
            var kept = new HashSet<Span>(left, ReferenceEqualityComparer.Instance);
            chunk.Spans = chunk.Spans.FindAll(kept.Contains);
        }
    }
}
