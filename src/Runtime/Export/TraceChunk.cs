using DdRun.Sampling;
using DdRun.Tracing;

namespace DdRun.Export;

/// <summary>Spans of one trace that are sent together, in the order of their start. The first is the chunk root.</summary>
internal sealed class TraceChunk(LocalRoot root, List<Span> spans)
{
    public LocalRoot Root { get; private set; } = root;
    public List<Span> Spans { get; set; } = spans;

    /// <summary>The share of finished traces that were sent lately, for <c>_dd.tracer_kr</c>.</summary>
    public double KeepRate { get; set; } = 1;

    /// <summary>What is left are spans that rules keep out of a trace which is dropped: the agent is to keep them.</summary>
    public bool IsSingleSpans { get; set; }

    public int? Priority => IsSingleSpans ? SamplingPriority.UserKeep : Root.Priority;

    /// <summary>One that is encoded and not sent (see <see cref="ITraceOutput.Rehearse"/>).</summary>
    public static TraceChunk ForRehearsal(TracerCore tracer)
    {
        var root = new LocalRoot(tracer.Snapshot, traceIdLow: 1, spanId: 1, start: 0, "rehearsal", null, null, null);
        root.Inherit(SamplingPriority.AutoKeep);
        return new TraceChunk(root, [root]);
    }

    /// <summary>Makes another chunk of it.</summary>
    public void Become(LocalRoot root, List<Span> spans) => (Root, Spans, IsSingleSpans) = (root, spans, false);
}
