using DdRun.Export.Datadog.Spans;

namespace DdRun.Runtime.Tests.Tracing;

public class SpanTests
{
    private readonly TestTracer _tracer = new();

    [Fact]
    public void A_trace_goes_out_when_every_span_of_it_has_finished()
    {
        var root = _tracer.Trace("root");
        var late = _tracer.Core.Start(root, "late", null, null, null);
        root.Finish();
        Assert.Empty(_tracer.Writer.Chunks);
        late.Finish();

        Assert.Equal(["root", "late"], Assert.Single(_tracer.Writer.Chunks).Select(span => span.Name));
    }

    [Fact]
    public void Ids_of_a_trace_differ_from_each_other_and_from_those_of_other_traces()
    {
        var ids = new HashSet<ulong> { 0 };
        for (var trace = 0; trace < 100; trace++)
        {
            var root = _tracer.Core.Start(null, "root", null, null, null);
            Assert.True(ids.Add(root.SpanId));
            Assert.True(ids.Add((ulong)root.TraceId));
            for (var i = 0; i < 100; i++)
                Assert.True(ids.Add(_tracer.Core.Start(root, "child", null, null, null).SpanId));
        }
    }

    [Fact]
    public void A_child_of_a_trace_that_has_gone_out_goes_out_alone()
    {
        var root = _tracer.Core.Start(null, "root", null, null, null);
        root.Finish();
        var child = _tracer.Core.Start(root, "child", null, null, null);
        child.Finish();

        Assert.Equal(2, _tracer.Writer.Chunks.Count);
        Assert.Equal(root.SpanId, child.ParentId);
    }

    [Fact]
    public void Finished_spans_of_a_long_trace_go_out_before_its_end()
    {
        var tracer = new TestTracer(("DD_TRACE_PARTIAL_FLUSH_MIN_SPANS", "3"));
        var root = tracer.Trace("root");
        for (var i = 0; i < 7; i++)
            tracer.Trace("child" + i).Finish();

        Assert.Equal([3, 3], tracer.Writer.Chunks.Select(chunk => chunk.Count));
        Assert.Equal(["child0", "child1", "child2"], tracer.Writer.Chunks[0].Select(span => span.Name));
        Assert.Equal(3, tracer.Writer.Chunks[0][0].GetMetric("_dd.partial_flush"));
        root.Finish();
        Assert.Equal(["root", "child6"], tracer.Writer.Chunks[2].Select(span => span.Name));
    }

    [Fact]
    public void Without_partial_flush_a_trace_stays_together()
    {
        var tracer = new TestTracer(("DD_TRACE_PARTIAL_FLUSH_ENABLED", "false"));
        var root = tracer.Trace("root");
        for (var i = 0; i < 1_000; i++)
            tracer.Trace("child").Finish();
        root.Finish();

        Assert.Equal(1_001, Assert.Single(tracer.Writer.Chunks).Count);
    }

    [Fact]
    public void An_exit_in_the_middle_of_a_trace_sends_what_has_finished()
    {
        using var root = _tracer.Trace("root");
        _tracer.Trace("child").Finish();

        Assert.Equal(1, _tracer.Core.FlushOpenTraces());
        Assert.Equal("child", Assert.Single(_tracer.Writer.Spans).Name);
    }

    [Fact]
    public void Finishing_twice_counts_once()
    {
        var span = _tracer.Trace("span");
        span.Finish(span.StartTime + TimeSpan.FromSeconds(2));
        span.Finish();
        span.Dispose();

        Assert.Equal(TimeSpan.FromSeconds(2), span.Duration);
        Assert.Single(_tracer.Writer.Spans);
    }

    [Fact]
    public void After_the_finish_nothing_changes()
    {
        var span = _tracer.Trace("span", "service", "resource", "type");
        span.SetTag("k", "v").Finish();
        span.SetTag("k", "changed").SetTag("more", 1).SetMetric("m", 1).SetException(new FormatException()).AddEvent("late");
        (span.Name, span.Service, span.Resource, span.Type, span.Error) = ("x", "x", "x", "x", true);

        Assert.Equal("v", span.GetTag("k"));
        Assert.Null(span.GetMetric("more"));
        Assert.Null(span.GetMetric("m"));
        Assert.Equal(("span", "service", "resource", "type", false), (span.Name, span.Service, span.Resource, span.Type, span.Error));
    }

    [Fact]
    public void A_start_time_can_be_given_and_a_finish_before_it_counts_as_the_start()
    {
        var start = new DateTimeOffset(2020, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var root = _tracer.Core.Start(null, "root", null, null, null, start);
        var child = _tracer.Core.Start(root, "child", null, null, null, start + TimeSpan.FromSeconds(1));
        child.Finish(start);
        root.Finish(start + TimeSpan.FromMinutes(1));

        Assert.Equal(start, root.StartTime);
        Assert.Equal(TimeSpan.FromMinutes(1), root.Duration);
        Assert.Equal(start + TimeSpan.FromSeconds(1), child.StartTime);
        Assert.Equal(TimeSpan.Zero, child.Duration);
    }

    [Fact]
    public void Trace_ids_have_128_bits_with_the_time_on_top_unless_configured_otherwise()
    {
        var span = _tracer.Trace("span");
        var seconds = (long)(uint)(span.TraceId >> 96);
        Assert.InRange(seconds, DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 60, DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 1);
        Assert.Equal(0u, (uint)(span.TraceId >> 64));
        span.Finish();

        var narrow = new TestTracer(("DD_TRACE_128_BIT_TRACEID_GENERATION_ENABLED", "false")).Trace("span");
        Assert.Equal(UInt128.Zero, narrow.TraceId >> 64);
        narrow.Finish();
    }

    [Fact]
    public void The_service_is_given_inherited_or_the_processs_and_mapped()
    {
        var tracer = new TestTracer(("DD_SERVICE_MAPPING", "postgres:orders-db,test-service:shop"));
        using var root = tracer.Trace("root");
        using var query = tracer.Trace("query", "postgres");
        using var inner = tracer.Trace("inner");

        Assert.Equal(("shop", "orders-db", "orders-db"), (root.Service, query.Service, inner.Service));
    }

    [Fact]
    public void Tags_move_between_text_and_number_and_null_removes()
    {
        using var span = _tracer.Trace("span");
        span.SetTag("a", "1").SetTag("b", 2).SetTag("c", true).SetTag("d", DayOfWeek.Friday).SetTag("e", (object)1.5m).SetTag("f", (object)'x');
        span.SetTag("a", 1).SetTag("b", "2");
        Assert.Equal((null, 1.0), (span.GetTag("a"), span.GetMetric("a")));
        Assert.Equal(("2", null), (span.GetTag("b"), span.GetMetric("b")));
        Assert.Equal(("true", "Friday", "1.5", "x"), (span.GetTag("c"), span.GetTag("d"), span.GetTag("e"), span.GetTag("f")));
        foreach (var key in new[] { "a", "b", "c", "d", "e", "f", "g" })
            span.SetTag(key, (string?)null);
        Assert.False(span.TryGetTag(0, out _, out _));
        for (var i = 0; i < 20; i++)
            span.SetTag("k" + i, i);
        for (var i = 0; i < 20; i += 2)
            span.SetTag("k" + i, (string?)null);
        for (var i = 0; i < 20; i++)
            Assert.Equal(i % 2 == 0 ? null : i, span.GetMetric("k" + i));
    }

    [Fact]
    public void Special_keys_set_what_they_mean()
    {
        using var span = _tracer.Trace("span");
        span.SetTag("service.name", "s").SetTag("resource.name", "r").SetTag("span.type", "t").SetTag("service.version", "1.0").SetTag("http.status_code", 204);
        Assert.Equal(("s", "r", "t"), (span.Service, span.Resource, span.Type));
        Assert.Equal(("1.0", "204", "s"), (span.GetTag("version"), span.GetTag("http.status_code"), span.GetTag("service.name")));
        Assert.Null(span.GetTag("resource.name"));
    }

    [Fact]
    public void Tags_are_bounded_in_number_and_length()
    {
        using var span = _tracer.Trace("span");
        for (var i = 0; i < Span.MaxTags + 100; i++)
            span.SetTag("k" + i, i);
        Assert.Equal(1.0 * Span.MaxTags - 1, span.GetMetric("k" + (Span.MaxTags - 1)));
        Assert.Null(span.GetMetric("k" + Span.MaxTags));
        span.SetTag("k0", new string('x', 25_001));
        Assert.Equal(2_500, span.GetTag("k0")!.Length);
    }

    [Fact]
    public void A_span_weighs_what_it_holds_however_often_it_is_changed()
    {
        using var once = _tracer.Trace("once");
        using var often = _tracer.Trace("often");
        foreach (var key in new[] { "a", "b", "c", "d" })
        {
            once.SetTag(key, "value");
            for (var i = 0; i < 1_000; i++)
                often.SetTag(key, i).SetTag(key, "value");
        }
        Assert.Equal(once.Weight, often.Weight);
        Assert.Equal(256 + 4 * (48 + 2 * 5), once.Weight);
    }

    [Fact]
    public void Global_tags_are_on_every_span_from_then_on_and_can_be_removed_from_one()
    {
        using var before = _tracer.Trace("before");
        _tracer.Core.SetTags([new("team", "sandwich"), new("shard", 7)]);
        using var child = _tracer.Trace("child");
        using var after = _tracer.Core.Start(null, "after", null, null, null);

        Assert.Null(before.GetTag("team"));
        Assert.Equal("sandwich", child.GetTag("team"));
        Assert.Equal(("sandwich", 7.0), (after.GetTag("team"), after.GetMetric("shard")));
        after.SetTag("team", (string?)null);
        Assert.Null(after.GetTag("team"));
    }

    [Fact]
    public void An_exception_says_type_message_and_stack_with_inner_ones()
    {
        var span = _tracer.Trace("span");
        var inner = new FormatException("inner message");
        span.SetException(new AggregateException("outer message", inner));

        Assert.True(span.Error);
        Assert.Equal("System.AggregateException", span.GetTag("error.type"));
        Assert.StartsWith("outer message", span.GetTag("error.message"), StringComparison.Ordinal);
        Assert.Contains("inner message", span.GetTag("error.stack"), StringComparison.Ordinal);
        span.Finish();
    }

    [Fact]
    public void A_deep_stack_is_cut_and_a_hostile_exception_is_harmless()
    {
        using var span = _tracer.Trace("span");
        span.SetException(Assert.Throws<FormatException>(() => Recurse(2_000)));
        Assert.InRange(span.GetTag("error.stack")!.Length, 100, 25_000);
        Assert.Equal(30, span.GetTag("error.stack")!.Split('\n').Count(line => line.StartsWith("   at ", StringComparison.Ordinal)));
        span.SetException(new HostileException());
        Assert.EndsWith("HostileException", span.GetTag("error.message"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_recorded_exception_is_an_event_and_no_error()
    {
        using var span = _tracer.Trace("span");
        span.RecordException(new FormatException("m"), [new("exception.message", "mine"), new("tries", 3)]);

        Assert.False(span.Error);
        var recorded = Assert.Single(span.Events!);
        Assert.Equal("exception", recorded.Name);
        var attributes = recorded.Attributes.ToDictionary(pair => pair.Key, pair => pair.Value);
        Assert.Equal(("System.FormatException", "mine", 3L), (attributes["exception.type"], attributes["exception.message"], attributes["tries"]));
    }

    [Fact]
    public void A_later_link_to_the_same_span_replaces_the_earlier_and_zero_ids_are_ignored()
    {
        using var span = _tracer.Trace("span");
        span.AddLink(new SpanLink(1, 2)).AddLink(new SpanLink(1, 2, flags: 1)).AddLink(new SpanLink(0, 3)).AddLink(new SpanLink(3, 0));

        Assert.Equal(1, Assert.Single(span.Links!).Flags);
    }

    [Fact]
    public void A_manual_decision_holds_until_a_context_has_been_handed_out()
    {
        using var span = _tracer.Trace("span");
        span.SetTag("manual.drop", "");
        span.SetTag("manual.keep", "");
        Assert.Equal(2, span.Context.SamplingPriority);
        span.SetTag("manual.drop", "");
        Assert.Equal(2, span.Context.SamplingPriority);
        Assert.Equal("-4", span.Root.DecisionMaker);
    }

    [Fact]
    public void Only_the_first_span_of_a_service_is_top_level()
    {
        using var root = _tracer.Trace("root");
        using var same = _tracer.Trace("same");
        using var other = _tracer.Trace("other", "db");

        Assert.Equal([true, false, true], new[] { root, same, other }.Select(SpanTags.IsTopLevel));
    }

    [Fact]
    public void Baggage_is_shared_by_the_trace_and_goes_into_its_contexts()
    {
        using var root = _tracer.Trace("root");
        using var child = _tracer.Trace("child");
        child.Baggage["user.id"] = "7";

        Assert.Equal("7", root.Baggage["user.id"]);
        Assert.Equal("7", root.Context.Baggage["user.id"]);
    }

    private static int Recurse(int depth) => depth == 0 ? throw new FormatException("deep") : Recurse(depth - 1) + 1;

    private sealed class HostileException : Exception
    {
        public override string Message => throw new InvalidOperationException();

        public override string ToString() => throw new InvalidOperationException();
    }
}
