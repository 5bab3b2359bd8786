using DdRun.Sampling;
using DdRun.Tracing;

namespace DdRun.Runtime.Tests.Tracing;

public sealed class LoadSheddingTests
{
    private const int Capacity = 1 << 20;

    [Fact]
    public void Nothing_is_left_out_while_the_queue_takes_everything()
    {
        var shedding = new LoadShedding();

        for (var now = 0; now < 10_000; now += 100)
            shedding.OnTaken(Capacity, Capacity, now, now);

        Assert.Equal((false, false, 1.0), (shedding.IsActive, shedding.WasActive, shedding.Share));
        Assert.False(shedding.LeavesOut(ulong.MaxValue));
    }

    [Fact]
    public void Refusals_halve_the_share_once_in_a_while_and_never_to_nothing()
    {
        var shedding = new LoadShedding();

        shedding.OnRefused(1000);
        shedding.OnRefused(1001);
        Assert.Equal(0.5, shedding.Share);
        shedding.OnRefused(1000 + LoadShedding.StepMilliseconds);
        Assert.Equal(0.25, shedding.Share);
        for (var now = 2000; now < 4000; now += LoadShedding.StepMilliseconds)
            shedding.OnRefused(now);
        Assert.Equal(LoadShedding.LeastShare, shedding.Share);
    }

    [Fact]
    public void A_queue_that_fills_lowers_the_share_and_one_that_does_not_raises_it_within_seconds()
    {
        var shedding = new LoadShedding();
        shedding.OnRefused(1000);

        shedding.OnTaken(Capacity, Capacity, 1100, 100);
        Assert.Equal(0.25, shedding.Share);
        shedding.OnTaken(Capacity / 8 * 5, Capacity, 1200, 110);
        Assert.Equal(0.25, shedding.Share);
        var now = 1200;
        while (shedding.IsActive)
            shedding.OnTaken(Capacity / 10, Capacity, now += 100, 110);

        Assert.InRange(now, 1300, 5000);
        Assert.Equal((true, 1.0), (shedding.WasActive, shedding.Share));
    }

    [Fact]
    public void A_writer_that_works_most_of_the_time_gets_less_and_one_that_works_half_of_it_goes_on()
    {
        var shedding = new LoadShedding();
        shedding.OnRefused(1000);

        shedding.OnTaken(0, Capacity, 1100, 50);
        Assert.Equal(0.5, shedding.Share);
        shedding.OnTaken(0, Capacity, 1200, 130);
        Assert.Equal(0.25, shedding.Share, 9);
        shedding.OnTaken(0, Capacity, 1200 + LoadShedding.StepMilliseconds - 1, 130);
        Assert.Equal(0.25, shedding.Share, 9);
    }

    [Fact]
    public void What_the_writer_did_before_traces_were_left_out_does_not_count()
    {
        var shedding = new LoadShedding();
        shedding.OnTaken(0, Capacity, 900_000, 500_000);
        shedding.OnRefused(1_000_000);

        shedding.OnTaken(0, Capacity, 1_000_100, 500_050);

        Assert.Equal(0.5, shedding.Share);
    }

    [Fact]
    public void What_is_kept_is_the_share_of_all_ids_and_the_same_ids_as_a_sampler_keeps()
    {
        var shedding = new LoadShedding();
        shedding.OnRefused(1000);
        var random = new Random(7);

        var kept = 0;
        for (var i = 0; i < 10_000; i++)
        {
            var id = (ulong)random.NextInt64();
            if (shedding.LeavesOut(id))
                continue;
            kept++;
            Assert.True(SamplingRate.Keeps(0.5, id));
        }

        Assert.InRange(kept, 4800, 5200);
    }

    [Fact]
    public void A_trace_that_is_left_out_counts_its_spans_and_makes_none()
    {
        var tracer = Overloaded();
        var root = StartLeftOut(tracer);

        var child = tracer.Trace("child", "shop", "GET /");
        child.SetTag("key", "value");
        var grandchild = tracer.Core.Start(child, "grandchild", null, null, null);
        grandchild.Finish();
        child.Finish();

        Assert.Same(child, grandchild);
        Assert.Null(child.GetTag("key"));
        Assert.Same(root, ActiveSpan.Current);
        root.Finish();
        Assert.Null(ActiveSpan.Current);
        Assert.Empty(tracer.Writer.Chunks);
        Assert.Equal((3, 1), tracer.Core.Shedding.TakeCounts());
        Assert.Equal((0, 0), tracer.Core.Shedding.TakeCounts());
    }

    [Fact]
    public void Other_processes_hear_that_a_trace_is_left_out_and_hang_on_its_root()
    {
        var tracer = Overloaded();
        var root = StartLeftOut(tracer);
        var child = tracer.Trace("child");

        var context = child.Context;

        Assert.Equal((root.TraceId, root.SpanId, SamplingPriority.AutoReject), (context.TraceId, context.SpanId, context.SamplingPriority));
        root.Finish();
    }

    [Fact]
    public void Children_in_flows_of_their_own_do_not_change_each_others()
    {
        var tracer = Overloaded();
        var root = StartLeftOut(tracer);

        Parallel.For(0, 1000, _ =>
        {
            var child = tracer.Trace("child");
            Assert.Same(root, ActiveSpan.Current);
            child.Finish();
            Assert.Same(root, ActiveSpan.Current);
        });

        root.Finish();
        Assert.Equal((1001, 1), tracer.Core.Shedding.TakeCounts());
    }

    [Fact]
    public void A_trace_that_somebody_keeps_by_hand_is_sent_with_what_is_made_from_then_on()
    {
        var tracer = Overloaded();
        var root = StartLeftOut(tracer);
        tracer.Trace("before").Finish();

        root.SetTag("manual.keep", true);
        tracer.Trace("after").Finish();
        root.Finish();

        var chunk = Assert.Single(tracer.Writer.Chunks);
        Assert.Equal(["root", "after"], chunk.Select(span => span.Name));
        Assert.Equal(SamplingPriority.UserKeep, chunk[0].Root.Priority);
        Assert.Equal((1, 0), tracer.Core.Shedding.TakeCounts());
    }

    [Fact]
    public void What_another_process_keeps_by_hand_is_kept()
    {
        var tracer = Overloaded();

        for (var i = 0; i < 100; i++)
        {
            var remote = new SpanContext(new UInt128(0, IdGenerator.NextTwo().First), 7, SamplingPriority.UserKeep);
            tracer.Core.Start(new LocalRoot(remote), "continued", null, null, null).Finish();
        }

        Assert.Equal(100, tracer.Writer.Spans.Count);
    }

    [Fact]
    public void Statistics_see_the_roots_of_traces_that_are_left_out()
    {
        var tracer = Overloaded();
        tracer.Core.Shedding.CountsRoots = true;
        var root = StartLeftOut(tracer);
        tracer.Trace("child").Finish();
        root.Finish();

        Assert.Same(root, Assert.Single(Assert.Single(tracer.Writer.Chunks)));
        Assert.Equal(SamplingPriority.AutoReject, root.Root.Priority);
        Assert.Equal((1, 0), tracer.Core.Shedding.TakeCounts());
    }

    [Fact]
    public void A_trace_with_very_many_spans_sheds_further_ones_in_proportion_and_only_under_overload()
    {
        var tracer = new TestTracer(("DD_TRACE_MAX_SPANS_PER_TRACE", "100"), ("DD_TRACE_PARTIAL_FLUSH_MIN_SPANS", "50"));
        var root = tracer.Trace("root");
        MakeChildren(tracer, 1000);
        Assert.Equal(1000, tracer.Writer.Spans.Count);

        tracer.Core.Shedding.OnRefused(Environment.TickCount64);
        MakeChildren(tracer, 10_000);
        root.Finish();

        var (spans, chunks) = tracer.Core.Shedding.TakeCounts();
        Assert.InRange(spans, 4500, 5500);
        Assert.Equal((11_001, 0), (tracer.Writer.Spans.Count + (int)spans, (int)chunks));
        Assert.All(tracer.Writer.Spans, span => Assert.Same(root, span.Root));
    }

    private static void MakeChildren(TestTracer tracer, int count)
    {
        for (var i = 0; i < count; i++)
            tracer.Trace("child").Finish();
    }

    private static TestTracer Overloaded()
    {
        var tracer = new TestTracer();
        tracer.Core.Shedding.OnRefused(Environment.TickCount64);
        return tracer;
    }

    private static Span StartLeftOut(TestTracer tracer)
    {
        while (true)
        {
            var root = tracer.Trace("root");
            if (root.IsLeftOut)
                return root;
            root.SetTag("manual.drop", true);
            ActiveSpan.Set(null);
        }
    }
}
