using DdRun.Viewer.Queries;
using DdRun.Viewer.Receivers.Datadog;
using DdRun.Viewer.Store;

namespace DdRun.Viewer.Tests.Store;

public sealed class SpanStoreTests
{
    [Fact]
    public void TheOldestTracesGoWhenThereIsNoRoom()
    {
        const long limit = 8 << 20;
        const int traces = 40_000;
        var store = new SpanStore(limit);
        for (ulong id = 1; id <= traces; id++)
            Put(store, new TestSpan { TraceId = id, Id = 1 }, new() { TraceId = id, Id = 2, Parent = 1, Meta = new() { ["order"] = $"a text of its own for order {id}, and not a short one" } });

        Assert.InRange(store.Memory, 1, limit + (4 << 20));
        Assert.True(store.Dropped > 0);
        Assert.Equal(2 * traces, store.Received);
        Assert.Equal(store.Received - store.Dropped, store.Kept);
        Assert.False(store.TryFind(1, out _));
        Assert.True(store.TryFind(traces, out var last));
        Assert.Equal(2, store.Rows[last].Spans);

        var counted = 0;
        for (var row = store.Rows.First; row < store.Rows.End; row++)
        {
            var spans = TraceDetail.Spans(store, store.Rows[row]);
            Assert.Equal(store.Rows[row].Spans, spans.Count);
            counted += spans.Count;
        }

        Assert.Equal(store.Kept, counted);
    }

    [Fact]
    public void ATraceMayComeInParts()
    {
        var store = new SpanStore(1 << 26);
        Put(store, new TestSpan { TraceId = 9, Id = 2, Parent = 1, Start = 200, Duration = 50, Service = "stock" });
        for (ulong id = 100; id < 20_000; id++)
            Put(store, new TestSpan { TraceId = id });
        Put(store, new TestSpan { TraceId = 9, Id = 1, Start = 100, Duration = 200, Error = true });

        Assert.True(store.TryFind(9, out var number));
        ref var row = ref store.Rows[number];
        Assert.Equal((2, 1, 100, 200), (row.Spans, row.Errors, row.Start, row.Duration));
        Assert.True(row.HasRoot);
        var (segment, index) = store.Locate(row.Root);
        Assert.Equal("shop", segment.Strings.Text(segment.Services[index]));
    }

    [Fact]
    public void ATraceOfWhichTheBeginningIsGoneKeepsItsRest()
    {
        var store = new SpanStore(4 << 20);
        Put(store, new TestSpan { TraceId = 9, Id = 1, Start = 100, Duration = 200 });
        for (ulong id = 100; id < 40_000; id++)
        {
            Put(store, new TestSpan { TraceId = id, Meta = new() { ["text"] = $"something that is said once only: {id}" } });
            if (id % 1000 == 0)
                Put(store, new TestSpan { TraceId = 9, Id = id, Parent = 1, Start = 150, Duration = 1 });
        }

        Assert.True(store.Dropped > 0);
        Assert.True(store.TryFind(9, out var number));
        var spans = TraceDetail.Spans(store, store.Rows[number]);
        Assert.Equal(store.Rows[number].Spans, spans.Count);
        Assert.InRange(spans.Count, 1, 39);
    }

    [Fact]
    public void ClearingForgetsEverythingAndGoesOn()
    {
        var store = new SpanStore(1 << 24);
        Put(store, new TestSpan { TraceId = 1 });
        var version = store.Version;
        store.Clear();
        Assert.NotEqual(version, store.Version);
        Assert.Equal((0, 0L), (store.Traces, store.Kept));
        Put(store, new TestSpan { TraceId = 1 });
        Assert.True(store.TryFind(1, out var number));
        Assert.Equal(1, store.Rows[number].Spans);
    }

    private static void Put(SpanStore store, params TestSpan[] trace) => new TraceReader(store, TestSpan.V04(trace)).ReadV04();
}
