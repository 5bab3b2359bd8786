namespace DdRun.Runtime.Tests.Tracing;

public class ActiveSpanTests
{
    private readonly TestTracer _tracer = new();

    [Fact]
    public void A_span_started_within_another_is_its_child()
    {
        using var parent = _tracer.Trace("parent");
        using var child = _tracer.Trace("child");

        Assert.Equal(parent.SpanId, child.ParentId);
        Assert.Equal(parent.TraceId, child.TraceId);
        Assert.Same(child, Tracer.CurrentSpan);
        Assert.Same(parent, Tracer.CurrentRootSpan);
    }

    [Fact]
    public void Finishing_gives_the_flow_its_previous_span_back()
    {
        using var parent = _tracer.Trace("parent");
        _tracer.Trace("child").Finish();

        Assert.Same(parent, Tracer.CurrentSpan);
        parent.Finish();
        Assert.Null(Tracer.CurrentSpan);
    }

    [Fact]
    public void A_finished_active_span_counts_as_its_nearest_open_ancestor()
    {
        using var grandparent = _tracer.Trace("grandparent");
        var parent = _tracer.Trace("parent");
        var child = _tracer.Trace("child");

        parent.Finish();
        Assert.Same(child, Tracer.CurrentSpan);
        child.Finish();
        Assert.Same(grandparent, Tracer.CurrentSpan);
    }

    [Fact]
    public async Task The_active_span_follows_await_and_leaves_the_caller_alone()
    {
        using var outer = _tracer.Trace("outer");
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var work = Work(gate.Task);

        Assert.Same(outer, Tracer.CurrentSpan);
        gate.SetResult();
        var (inner, innermost) = await work;
        Assert.Equal(outer.SpanId, inner.ParentId);
        Assert.Equal(inner.SpanId, innermost.ParentId);
        Assert.Same(outer, Tracer.CurrentSpan);
    }

    [Fact]
    public async Task The_active_span_flows_into_tasks_but_not_out_of_them()
    {
        using var outer = _tracer.Trace("outer");
        var inner = await Task.Run(() =>
        {
            Assert.Same(outer, Tracer.CurrentSpan);
            return _tracer.Trace("inner");
        });

        Assert.Equal(outer.SpanId, inner.ParentId);
        Assert.Same(outer, Tracer.CurrentSpan);
        inner.Finish();
    }

    [Fact]
    public void Suppressed_flow_stops_it()
    {
        using var outer = _tracer.Trace("outer");
        Span? seen = outer;
        Thread thread;
        using (ExecutionContext.SuppressFlow())
        {
            thread = new Thread(() => seen = Tracer.CurrentSpan);
            thread.Start();
        }
        thread.Join();

        Assert.Null(seen);
    }

    [Fact]
    public void A_span_can_start_and_finish_while_flow_is_suppressed()
    {
        using var outer = _tracer.Trace("outer");
        using (ExecutionContext.SuppressFlow())
        {
            var inner = _tracer.Trace("inner");
            Assert.Same(inner, Tracer.CurrentSpan);
            inner.Finish();
            Assert.Same(outer, Tracer.CurrentSpan);
        }
    }

    [Fact]
    public void Other_flow_values_set_meanwhile_survive_the_finish()
    {
        var local = new AsyncLocal<string>();
        using var outer = _tracer.Trace("outer");
        var inner = _tracer.Trace("inner");
        local.Value = "kept";
        inner.Finish();

        Assert.Equal("kept", local.Value);
        Assert.Same(outer, Tracer.CurrentSpan);
    }

    [Fact]
    public void A_remote_context_can_be_active_and_is_continued()
    {
        var remote = new SpanContext(new UInt128(7, 8), 9, samplingPriority: 2, origin: "synthetics");
        using (Tracer.Activate(remote))
        {
            Assert.Null(Tracer.CurrentSpan);
            Assert.Same(remote, Tracer.CurrentContext);
            var span = _tracer.Trace("continued");
            Assert.Equal(new UInt128(7, 8), span.TraceId);
            Assert.Equal(9ul, span.ParentId);
            Assert.Equal(2, span.Context.SamplingPriority);
            Assert.Same(span, Tracer.CurrentRootSpan);
            span.Finish();
            Assert.Same(remote, Tracer.CurrentContext);
        }
        Assert.Null(Tracer.CurrentContext);
    }

    // A worker's loop goes on in the same flow.
    [Fact]
    public void A_remote_trace_that_a_span_continued_is_left_with_it()
    {
        var local = new AsyncLocal<string>();
        var span = Tracer.StartSpan("job", new SpanContext(new UInt128(7, 8), 9));
        span.Activate();
        local.Value = "kept";
        span.Finish();

        Assert.Equal("kept", local.Value);
        Assert.Null(Tracer.CurrentContext);
    }

    [Fact]
    public void A_span_gives_back_what_was_active_and_not_what_it_was_made_under()
    {
        var local = new AsyncLocal<string>();
        using var outer = _tracer.Trace("outer");
        var elsewhere = _tracer.Core.Start(null, "elsewhere", null, null, null);
        var inner = _tracer.Core.Start(elsewhere, "inner", null, null, null);
        inner.Activate();
        local.Value = "kept";
        inner.Finish();

        Assert.Equal("kept", local.Value);
        Assert.Same(outer, Tracer.CurrentSpan);
    }

    [Fact]
    public void Started_spans_are_not_active_and_have_the_given_parent_only()
    {
        using var active = _tracer.Trace("active");
        var root = _tracer.Core.Start(null, "root", null, null, null);
        var child = _tracer.Core.Start(root, "child", null, null, null);

        Assert.Equal(0ul, root.ParentId);
        Assert.NotEqual(active.TraceId, root.TraceId);
        Assert.Equal(root.SpanId, child.ParentId);
        Assert.Same(active, Tracer.CurrentSpan);
    }

    [Fact]
    public void Deactivating_twice_or_from_another_flow_is_harmless()
    {
        using var outer = _tracer.Trace("outer");
        var inner = _tracer.Trace("inner");
        inner.Deactivate();
        Assert.Same(outer, Tracer.CurrentSpan);
        using var other = _tracer.Trace("other");
        inner.Deactivate();
        inner.Finish();
        Assert.Same(other, Tracer.CurrentSpan);
    }

    private async Task<(Span Inner, Span Innermost)> Work(Task gate)
    {
        using var inner = _tracer.Trace("inner");
        await gate;
        Assert.Same(inner, Tracer.CurrentSpan);
        using var innermost = _tracer.Trace("innermost");
        await Task.Yield();
        Assert.Same(innermost, Tracer.CurrentSpan);
        return (inner, innermost);
    }
}
