namespace DdRun.Tracing;

/// <summary>
/// Finished chunks on their way to the writer: spans linked through <see cref="Span.Next"/>, one compare-and-exchange a chunk.
/// Bounded by the spans' estimated bytes.
/// </summary>
internal sealed class SpanQueue(long capacity)
{
    private Span? _head;
    private long _weight;

    public long Weight => Volatile.Read(ref _weight);

    /// <summary>Answers false, and keeps nothing, when the queue is full. One chunk always fits an empty queue.</summary>
    public bool TryPush(Span first, Span last, int weight, out long before)
    {
        var total = Interlocked.Add(ref _weight, weight);
        before = total - weight;
        if (total > capacity && total != weight)
        {
            Interlocked.Add(ref _weight, -weight);
            return false;
        }
        first.IsChunkStart = true;
        var head = Volatile.Read(ref _head);
        while (true)
        {
            last.Next = head;
            var seen = Interlocked.CompareExchange(ref _head, first, head);
            if (ReferenceEquals(seen, head))
                return true;
            head = seen;
        }
    }

    /// <summary>Everything queued, the newest chunk first. What it weighed stays counted until <see cref="Release"/>.</summary>
    public Span? TakeAll() => Interlocked.Exchange(ref _head, null);

    public void Release(long weight) => Interlocked.Add(ref _weight, -weight);
}
