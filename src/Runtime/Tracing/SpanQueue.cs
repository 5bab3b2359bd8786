namespace DdRun.Tracing;

/// <summary>
/// Finished chunks on their way to the writer: spans linked through <see cref="Span.Next"/>, newest chunk first, one compare-and-exchange a chunk.
/// Bounded by the spans' estimated bytes since the last <see cref="TakeAll"/>.
/// </summary>
internal sealed class SpanQueue(int capacity)
{
    private Span? _head;

    public int Weight => Volatile.Read(ref _head)?.Queued ?? 0;

    /// <summary>Answers the weight with this chunk, or -1, and keeps nothing, when the queue is full. One chunk always fits an empty queue.</summary>
    public int TryPush(Span first, Span last, int weight)
    {
        // A single span needs no mark: its trace differs from its neighbours', or else it may as well go with them.
        if (!ReferenceEquals(first, last))
            first.IsChunkStart = true;
        var head = Volatile.Read(ref _head);
        while (true)
        {
            var queued = weight;
            if (head is not null)
            {
                queued += head.Queued;
                if (queued > capacity || queued < 0)
                    return -1;
                last.Next = head;
            }
            first.Queued = queued;
            var seen = Interlocked.CompareExchange(ref _head, first, head);
            if (ReferenceEquals(seen, head))
                return queued;
            last.Next = null;
            head = seen;
        }
    }

    /// <summary>Everything queued.</summary>
    public Span? TakeAll() => Interlocked.Exchange(ref _head, null);
}
