using DdRun.Tracing;

namespace DdRun.Benchmarks.Spans;

/// <summary>Queues as the real writer does; what is queued is thrown away between rounds.</summary>
internal sealed class DiscardingWriter : ITraceWriter
{
    private SpanQueue _queue = new(int.MaxValue);

    public void Clear() => _queue = new(int.MaxValue);

    public void Write(Span first, Span last, int count, int weight)
    {
        var queued = _queue.TryPush(first, last, weight);
        // A real writer empties the queue all the time: without this the garbage collector would measure the queue.
        if (queued > 256 << 10)
            Clear();
    }
}
