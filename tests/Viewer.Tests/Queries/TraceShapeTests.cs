using DdRun.Viewer.Queries;
using DdRun.Viewer.Receivers.Datadog;
using DdRun.Viewer.Store;

namespace DdRun.Viewer.Tests.Queries;

public sealed class TraceShapeTests
{
    [Fact]
    public void OwnTimeIsWhatNoChildCovers()
    {
        var shape = Of(Span(1, 0, 0, 100), Span(2, 1, 10, 30), Span(3, 1, 30, 30), Span(4, 1, 90, 50));
        Assert.Equal([40, 30, 30, 50], shape.Nodes.Select(node => node.Self));
    }

    [Fact]
    public void TheCriticalPathIsWhatTheEndWaitedFor()
    {
        // Two at once, of which the second is longer; then one more.
        var shape = Of(Span(1, 0, 0, 100), Span(2, 1, 5, 20), Span(3, 1, 5, 50), Span(4, 3, 10, 40), Span(5, 1, 60, 30));
        Assert.Equal([1UL, 3, 4, 5], shape.Nodes.Where(node => node.Critical).Select(node => node.SpanId));
    }

    [Fact]
    public void TheSameStatementManyTimesUnderOneParentIsMarked()
    {
        var queries = Enumerable.Range(2, 5).Select(id => Span((ulong)id, 1, id, 1) with { Type = "sql", Resource = $"SELECT * FROM a WHERE id = {id} AND x = 'y{id}'" });
        var shape = Of([Span(1, 0, 0, 100), .. queries]);
        Assert.Equal(1, shape.Repetitions);
        Assert.All(shape.Nodes.Skip(1), node => Assert.Equal(5, node.Repetition));
    }

    [Fact]
    public void DifferentStatementsFewOfThemAndOtherWorkAreNotMarked()
    {
        var different = Enumerable.Range(2, 8).Select(id => Span((ulong)id, 1, id, 1) with { Type = "sql", Resource = $"SELECT c{id} FROM a" });
        var few = Enumerable.Range(20, 4).Select(id => Span((ulong)id, 1, id, 1) with { Type = "sql", Resource = "SELECT 1" });
        var work = Enumerable.Range(30, 8).Select(id => Span((ulong)id, 1, id, 1) with { Type = "", Resource = "Step" });
        Assert.Equal(0, Of([Span(1, 0, 0, 100), .. different, .. few, .. work]).Repetitions);
    }

    [Fact]
    public void SpansThatAreEachOthersParentsAndOrphansAreShown()
    {
        var shape = Of(Span(1, 2, 0, 10), Span(2, 1, 0, 10), Span(3, 99, 0, 10), Span(4, 4, 0, 10));
        Assert.Equal(new ulong[] { 1, 2, 3, 4 }, shape.Nodes.Select(node => node.SpanId).Order());
    }

    [Fact]
    public void AHundredThousandSpansInEachOtherTakeNoStack()
    {
        var spans = Enumerable.Range(1, 100_000).Select(id => Span((ulong)id, (ulong)id - 1, id, 200_000 - (2 * id))).ToArray();
        var shape = Of(spans);
        Assert.Equal(99_999, shape.Nodes[^1].Depth);
        Assert.True(shape.Nodes[^1].Critical || shape.Nodes[^1].Duration == 0);
    }

    private static TestSpan Span(ulong id, ulong parent, long start, long duration) =>
        new() { Id = id, Parent = parent, Start = 1000 + start, Duration = duration };

    private static TraceShape Of(params TestSpan[] spans)
    {
        var store = new SpanStore(1 << 28);
        new TraceReader(store, TestSpan.V04(spans)).ReadV04();
        return new(TraceDetail.Spans(store, store.Rows[0]));
    }
}
