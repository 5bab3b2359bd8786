using System.Runtime.InteropServices;
using DdRun.Diagnostics;
using DdRun.Filters;
using DdRun.Sampling;
using DdRun.Tracing;

namespace DdRun.Export;

/// <summary>What happens to a chunk between its finish and its encoding: filters and sampling. On the writer's thread.</summary>
internal abstract class ChunkPipeline(TracerCore tracer, WriterCounters counters)
{
    // Null, so that regular expressions are loaded only where there are some.
    private readonly ResourceFilter? _ignoredResources = string.IsNullOrEmpty(tracer.Settings.IgnoreResources) ? null : new(tracer.Settings.IgnoreResources);
    private readonly PeerService _peerService = new(tracer.Settings);
    private readonly SingleSpanSampler _spanSampler = new(tracer.Settings);
    private readonly List<Span> _spans = [];
    private readonly TraceChunk _chunk = new(LocalRoot.Disabled, []);
    private TraceFilter[] _filters = [];

    protected LoadShedding Shedding => tracer.Shedding;

    /// <summary>Sends chunks that come from the queue on their way: the spans of a chunk one after the other.</summary>
    public void Process(Span first, Span last, TraceFilter[] filters)
    {
        _filters = filters;
        TryBegin();
        var (spans, chunks) = (0, 0);
        for (var span = first; span is not null; spans++)
        {
            var next = SpanQueue.Unlink(span, last);
            if (!TryAdd(span))
                Interlocked.Increment(ref counters.DroppedFailed);
            if (span.IsLastOfChunk)
            {
                Process();
                chunks++;
            }
            span = next;
        }
        counters.Finished(spans, chunks);
    }

    private void TryBegin()
    {
        try
        {
            OnBegin();
        }
        catch (Exception e)
        {
            Log.Error("Traces could not be prepared for.", e);
        }
    }

    /// <summary>Before the first of several chunks.</summary>
    protected virtual void OnBegin()
    {
    }

    /// <summary>Takes spans out of a chunk that was not sampled, and counts where that is asked for.</summary>
    /// <param name="chunk">What filters left.</param>
    /// <param name="isUnsampled">Whether the trace was sampled out.</param>
    /// <param name="single">The spans that a rule of their own keeps.</param>
    protected abstract void Sample(TraceChunk chunk, bool isUnsampled, List<Span>? single);

    protected abstract void Encode(TraceChunk chunk);

    // Answers false where there is no memory for it.
    private bool TryAdd(Span span)
    {
        // List.Add has the runtime look whether the array takes the kind of span: for kinds derived from the array's that takes longer than the rest.
        var count = _spans.Count;
        if (count == _spans.Capacity && !TryGrow())
            return false;
        CollectionsMarshal.SetCount(_spans, count + 1);
        CollectionsMarshal.AsSpan(_spans)[count] = span;
        return true;
    }

    private void Process()
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
                Encode(chunk);
        }
        catch (Exception e)
        {
            Interlocked.Add(ref counters.DroppedFailed, left);
            Log.Error("A trace could not be written.", e);
        }
        finally
        {
            // Nothing of the trace is kept, here or by those of its spans that do not end; filters may keep what they have seen.
            if (_filters.Length == 0 && _spans[0].Root.GoesOn)
                Release();
            chunk.Become(LocalRoot.Disabled, _spans);
            _spans.Clear();
        }
    }

    private void Release()
    {
        try
        {
            foreach (var span in _spans)
                span.ReleaseSent();
        }
        catch (OutOfMemoryException)
        {
            // Some keep what they have.
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
        Sample(chunk, isUnsampled, single);
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
