using DdRun.Tracing;

namespace DdRun.Runtime.Tests.Tracing;

public class SharedTagsTests
{
    private static readonly SharedTags s_shared = new([new("host", "db"), new("port", 5432L), new("kind", "client")]);

    private readonly TestTracer _tracer = new(("DD_TAGS", "kind:server"));

    [Fact]
    public void Shared_tags_are_the_span_s_own_to_whoever_looks()
    {
        var span = Span();

        Assert.Equal(("db", 5432.0, "client"), (span.GetTag("host"), span.GetMetric("port"), span.GetTag("kind")));
        Assert.Equal(["host", "kind", "port"], Keys(span));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_span_that_changes_one_changes_no_other_span_s(int ownTags)
    {
        var (changed, other) = (Span(), Span());
        for (var i = 0; i < ownTags; i++)
            changed.SetTag("own" + i, "value");
        changed.SetTag("host", "replica");

        Assert.Equal(("replica", "client"), (changed.GetTag("host"), changed.GetTag("kind")));
        Assert.Equal(3 + ownTags, Keys(changed).Count);
        Assert.Equal(("db", 3), (other.GetTag("host"), Keys(other).Count));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_span_that_removes_one_keeps_the_rest(int ownTags)
    {
        var (changed, other) = (Span(), Span());
        for (var i = 0; i < ownTags; i++)
            changed.SetTag("own" + i, "value");
        changed.SetTag("host", null);

        Assert.Null(changed.GetTag("host"));
        Assert.Equal(2 + ownTags, Keys(changed).Count);
        Assert.Equal("db", other.GetTag("host"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Own_tags_can_be_removed_beside_them(int ownTags)
    {
        var span = Span();
        for (var i = 0; i < ownTags; i++)
            span.SetTag("own" + i, "value");
        for (var i = 0; i < ownTags; i++)
            span.SetTag("own" + i, null);

        Assert.Equal(["host", "kind", "port"], Keys(span));
        Assert.Same(s_shared, span.Shared);
    }

    [Fact]
    public void Removing_one_does_not_let_a_global_tag_of_that_name_shine_through()
    {
        var span = Span().SetTag("kind", null);

        Assert.Null(span.GetTag("kind"));
        Assert.Equal("client", Span().GetTag("kind"));
    }

    [Fact]
    public void They_win_over_what_was_set_before_and_leave_it_once()
    {
        var span = _tracer.Trace("test");
        span.SetTag("own", "value").SetTag("host", "before");
        span.SetSharedTags(s_shared);

        Assert.Equal("db", span.GetTag("host"));
        Assert.Equal(["host", "kind", "own", "port"], Keys(span));
    }

    [Fact]
    public void Links_and_events_go_with_them()
    {
        var (span, other) = (Span(), Span());
        span.AddEvent("event").AddLink(new SpanLink(1, 2));

        Assert.Equal(["host", "kind", "port"], Keys(span));
        Assert.Equal((1, 1), (span.Events?.Count, span.Links?.Count));
        Assert.Null(other.Events);
    }

    [Fact]
    public void A_finished_span_takes_none()
    {
        var span = _tracer.Trace("test");
        span.Finish();
        span.SetSharedTags(s_shared);

        Assert.Empty(Keys(span));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(9)]
    public void Own_tags_stand_beside_them(int ownTags)
    {
        var span = Span();
        for (var i = 0; i < ownTags; i++)
            span.SetTag("own" + i, "value" + i);

        Assert.Same(s_shared, span.Shared);
        Assert.Equal(3 + ownTags, Keys(span).Count);
        Assert.Equal(("db", "value" + (ownTags - 1)), (span.GetTag("host"), span.GetTag("own" + (ownTags - 1))));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Others_that_are_built_upon_them_take_their_place(int ownTags)
    {
        var more = new SharedTags(s_shared, new KeyValuePair<string, object>("status", "200"));
        var span = Span();
        for (var i = 0; i < ownTags; i++)
            span.SetTag("own" + i, "value");
        span.SetSharedTags(more);

        Assert.Same(more, span.Shared);
        Assert.Equal(("db", "200"), (span.GetTag("host"), span.GetTag("status")));
        Assert.Equal(4 + ownTags, Keys(span).Count);
    }

    [Theory]
    [InlineData("host")]
    [InlineData("status")]
    public void What_was_changed_before_others_are_built_upon_them_stays(string changed)
    {
        var span = Span().SetTag(changed, "mine");
        span.SetSharedTags(new(s_shared, new KeyValuePair<string, object>("status", "200")));

        Assert.Equal((changed == "host" ? "mine" : "db", "200"), (span.GetTag("host"), span.GetTag("status")));
        Assert.Equal(["host", "kind", "port", "status"], Keys(span));
    }

    private Span Span()
    {
        var span = _tracer.Trace("test");
        span.SetSharedTags(s_shared);
        return span;
    }

    private static List<string> Keys(Span span)
    {
        var keys = new List<string>();
        for (var i = 0; span.TryGetTag(i, out var key, out _); i++)
            keys.Add(key);
        Assert.Equal(keys.Count, keys.Distinct().Count());
        keys.Sort(StringComparer.Ordinal);
        return keys;
    }
}
