using DdRun.Tracing;

namespace DdRun.Runtime.Tests.Tracing;

public class SpanQueueTests
{
    private readonly TestTracer _tracer = new();

    [Fact]
    public void Chunks_come_out_whole_and_oldest_first()
    {
        var queue = new SpanQueue(1000);
        var (a, b, c, d) = (Span("a"), Span("b"), Span("c"), Span("d"));

        Assert.Equal(10, queue.TryPush(a, a, 10));
        b.Next = c;
        b.Position = -2;
        c.Position = -1;
        Assert.Equal(40, queue.TryPush(b, c, 30));
        Assert.Equal(45, queue.TryPush(d, d, 5));
        Assert.Equal(45, queue.Weight);

        Assert.Equal([("a", true), ("b", false), ("c", true), ("d", true)], Walk(queue.TakeAll(out var last), last).Select(span => (span.Name, span.IsLastOfChunk)));
        Assert.All([a, b, c, d], span => Assert.Null(span.Next));
        Assert.Equal(0, queue.Weight);
        Assert.Null(queue.TakeAll(out _));
    }

    [Fact]
    public void What_does_not_fit_is_refused_but_for_one_chunk()
    {
        var queue = new SpanQueue(100);
        var (large, other) = (Span("large"), Span("other"));

        Assert.Equal(500, queue.TryPush(large, large, 500));
        Assert.Equal(SpanQueue.Full, queue.TryPush(other, other, 1));
        Assert.Same(large, queue.TakeAll(out _));

        Assert.Equal(1, queue.TryPush(other, other, 1));
    }

    [Fact]
    public void After_the_end_nothing_is_taken()
    {
        var queue = new SpanQueue(100);
        var (early, late) = (Span("early"), Span("late"));
        queue.TryPush(early, early, 1);

        Assert.Same(early, queue.Close(out var last));
        Assert.Same(early, last);
        Assert.Equal(SpanQueue.Closed, queue.TryPush(late, late, 1));
        Assert.Null(queue.TakeAll(out _));
        Assert.Null(queue.Close(out _));
    }

    [Fact]
    public void Nothing_is_lost_or_doubled_between_many_threads_and_the_end()
    {
        const int Threads = 4, SpansPerThread = 50_000;
        var queue = new SpanQueue(50_000);
        var accepted = new int[Threads];
        var taken = new List<Span>();
        using var begun = new CountdownEvent(Threads);

        var threads = Enumerable.Range(0, Threads).Select(thread => new Thread(() =>
        {
            begun.Signal();
            for (var i = 0; i < SpansPerThread; i++)
            {
                var span = Span(thread.ToString());
                if (queue.TryPush(span, span, 1) > 0)
                    accepted[thread]++;
            }
        })).ToArray();
        foreach (var thread in threads)
            thread.Start();
        begun.Wait();
        while (taken.Count < SpansPerThread)
            taken.AddRange(Walk(queue.TakeAll(out var last), last));
        taken.AddRange(Walk(queue.Close(out var end), end));
        foreach (var thread in threads)
            thread.Join();

        Assert.Equal(accepted.Sum(), taken.Count);
        Assert.Equal(taken.Count, taken.Distinct(ReferenceEqualityComparer.Instance).Count());
        Assert.Equal(SpanQueue.Closed, queue.TryPush(taken[0], taken[0], 1));
    }

    private Span Span(string name) => _tracer.Core.Start(null, name, null, null, null);

    private static IEnumerable<Span> Walk(Span? first, Span? last)
    {
        for (var span = first; span is not null;)
        {
            var next = SpanQueue.Unlink(span, last!);
            yield return span;
            span = next;
        }
    }
}
