namespace DdRun.Tracing;

/// <summary>
/// Finished chunks on their way to the writer: spans linked through <see cref="Span.Next"/>, newest chunk first, one compare-and-exchange a chunk.
/// Bounded by the spans' estimated bytes since the last <see cref="TakeAll"/>.
/// </summary>
internal sealed class SpanQueue(int capacity)
{
    public const int Full = -1, Closed = -2;

    // What the head becomes when nothing is taken any more.
    private static readonly Span s_end = LocalRoot.Disabled;

    private Span? _head;

    public int Weight => Volatile.Read(ref _head)?.Position ?? 0;

    /// <summary>
    /// Answers the weight with this chunk, or <see cref="Full"/> or <see cref="Closed"/>, and keeps nothing. One chunk always fits an empty queue.
    /// </summary>
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
                if (ReferenceEquals(head, s_end))
                    return Closed;
                queued += head.Position;
                if (queued > capacity || queued < 0)
                    return Full;
                last.Next = head;
            }
            first.Position = queued;
            var seen = Interlocked.CompareExchange(ref _head, first, head);
            if (ReferenceEquals(seen, head))
                return queued;
            last.Next = null;
            head = seen;
        }
    }

    /// <summary>Everything queued.</summary>
    public Span? TakeAll()
    {
        var head = Volatile.Read(ref _head);
        while (head is not null && !ReferenceEquals(head, s_end))
        {
            var seen = Interlocked.CompareExchange(ref _head, null, head);
            if (ReferenceEquals(seen, head))
                return head;
            head = seen;
        }
        return null;
    }

    /// <summary>Everything queued; nothing is taken from now on.</summary>
    public Span? Close()
    {
        var head = Interlocked.Exchange(ref _head, s_end);
        return ReferenceEquals(head, s_end) ? null : head;
    }
}
