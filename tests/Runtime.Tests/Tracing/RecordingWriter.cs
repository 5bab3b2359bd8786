using DdRun.Tracing;

namespace DdRun.Runtime.Tests.Tracing;

/// <summary>Keeps finished chunks instead of sending them, in the order in which they would be sent.</summary>
internal sealed class RecordingWriter : ITraceWriter
{
    private readonly Lock _lock = new();
    private readonly List<List<Span>> _chunks = [];

    public IReadOnlyList<List<Span>> Chunks
    {
        get
        {
            lock (_lock)
                return [.. _chunks];
        }
    }

    public IReadOnlyList<Span> Spans => [.. Chunks.SelectMany(chunk => chunk)];

    public void Write(Span first, Span last, int count, int weight)
    {
        var spans = new List<Span>(count);
        for (var span = first; ; span = span.Next!)
        {
            spans.Add(span);
            if (ReferenceEquals(span, last))
                break;
        }
        Assert.Equal(count, spans.Count);
        StartOrder.Sort(spans);
        lock (_lock)
            _chunks.Add(spans);
    }
}
