using System.Runtime.InteropServices;
using DdRun.Diagnostics;
using DdRun.Export.Datadog.Stats;
using DdRun.Filters;
using DdRun.Sampling;
using DdRun.Tracing;

namespace DdRun.Export.Datadog;

/// <summary>What happens to a chunk between its finish and its encoding: filters, sampling, statistics. On the writer's thread.</summary>
internal sealed class ChunkPipeline(TracerCore tracer, AgentClient client, PayloadSender sender, StatsSender stats, WriterCounters counters)
{
    private const string AnalyticsEvent = "_dd1.sr.eausr";

    // Null, so that regular expressions are loaded only where there are some.
    private readonly ResourceFilter? _ignoredResources = string.IsNullOrEmpty(tracer.Settings.IgnoreResources) ? null : new(tracer.Settings.IgnoreResources);
    private readonly PeerService _peerService = new(tracer.Settings);
    private readonly SpanSampler _spanSampler = new(tracer.Settings);
    private readonly List<Span> _spans = [];
    private readonly TraceChunk _chunk = new(LocalRoot.Disabled, []);
    private TraceFilter[] _filters = [];

    /// <summary>Before the first of several chunks.</summary>
    public void Begin(TraceFilter[] filters)
    {
        _filters = filters;
        client.RefreshInfo();
        sender.ComputesStats = stats.IsActive;
    }

    /// <summary>Adds a span to the chunk that <see cref="Process"/> will see; answers false where there is no memory for it.</summary>
    public bool TryAdd(Span span)
    {
        // List.Add has the runtime look whether the array takes the kind of span: for kinds derived from the array's that takes longer than the rest.
        var count = _spans.Count;
        if (count == _spans.Capacity && !TryGrow())
            return false;
        CollectionsMarshal.SetCount(_spans, count + 1);
        CollectionsMarshal.AsSpan(_spans)[count] = span;
        return true;
    }

    public void Process()
    {
        var left = _spans.Count;
        if (left == 0)
            return;
        var chunk = _chunk;
        try
        {
            // They hang together in the order in which they finished.
            if (left > 1)
                StartOrder.Sort(_spans);
            // A filter may keep the list that it gets.
            chunk.Become(_spans[0].Root, _filters.Length == 0 ? _spans : _spans.GetRange(0, _spans.Count));
            if (_peerService.IsEnabled)
                chunk.Spans.ForEach(_peerService.Set);
            if (_ignoredResources is not null && _ignoredResources.Ignores(chunk.Root.Resource))
                chunk.Spans = [];
            else if (_filters.Length > 0)
                Filter(chunk);
            Count(ref counters.DroppedFiltered, chunk, ref left);
            if (left == 0)
                return;
            chunk.Root.EnsureDecision();
            Sample(chunk);
            Count(ref counters.DroppedUnsampled, chunk, ref left);
            if (left > 0)
                sender.Add(chunk);
        }
        catch (Exception e)
        {
            Interlocked.Add(ref counters.DroppedFailed, left);
            Log.Error("A trace could not be written.", e);
        }
        finally
        {
            // Nothing of the trace is kept.
            chunk.Become(LocalRoot.Disabled, _spans);
            _spans.Clear();
        }
    }

    private bool TryGrow()
    {
        try
        {
            _spans.EnsureCapacity(_spans.Count + 1);
            return true;
        }
        catch (OutOfMemoryException)
        {
            return false;
        }
    }

    private static void Count(ref long counter, TraceChunk chunk, ref int left)
    {
        if (chunk.Spans.Count < left)
            Interlocked.Add(ref counter, left - chunk.Spans.Count);
        left = chunk.Spans.Count;
    }

    private void Filter(TraceChunk chunk)
    {
        foreach (var span in chunk.Spans)
            span.Editable = true;
        IReadOnlyList<Span> left = chunk.Spans;
        foreach (var filter in _filters)
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

    private void Sample(TraceChunk chunk)
    {
        var isUnsampled = chunk.Root.Priority <= SamplingPriority.AutoReject;
        var single = isUnsampled && _spanSampler.HasRules ? SampleSpans(chunk) : null;
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
    }

    private List<Span>? SampleSpans(TraceChunk chunk)
    {
        List<Span>? kept = null;
        foreach (var span in chunk.Spans)
        {
            if (_spanSampler.Decide(span) is not { } decision)
                continue;
            span.Store(TraceTags.SpanSamplingMechanism, BoxedNumbers.Box((long)SamplingMechanism.SpanRule));
            span.Store(TraceTags.SpanSamplingRate, BoxedNumbers.Box(decision.RuleRate));
            if (decision.MaxPerSecond is { } limit)
                span.Store(TraceTags.SpanSamplingLimit, BoxedNumbers.Box(limit));
            (kept ??= []).Add(span);
        }
        return kept;
    }
}
