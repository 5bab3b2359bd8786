using System.Runtime.CompilerServices;
using DdRun.Export;
using DdRun.Hosting;
using DdRun.Testing;
using DdRun.Tracing;

namespace DdRun.Runtime.Tests.Tracing;

/// <summary>A trace that is not complete does not keep what has finished.</summary>
public class OpenTracesTests
{
    private const string Idle = "DD_TRACE_PARTIAL_FLUSH_IDLE_SECONDS", MaxAge = "DD_TRACE_PARTIAL_FLUSH_MAX_AGE_SECONDS";

    [Fact]
    public async Task What_has_finished_arrives_although_a_span_never_ends()
    {
        await using var agent = await TestAgent.Start();
        var tracer = ProcessTracer.Make(TestTracer.SettingsFor(agent, (Idle, "0.05")));
        var root = tracer.Start(null, "root", null, null, null);
        var never = tracer.Start(root, "never", null, null, null);
        tracer.Start(root, "child", null, null, null).Finish();
        root.Finish();
        await agent.Spans.WaitForCount(2);
        never.Finish();
        await agent.Spans.WaitForCount(3);

        Assert.Equal(["root", "child", "never"], agent.Spans.Items.Select(span => span.Name));
        Assert.Equal(["root", "never"], agent.Chunks.Items.Select(chunk => chunk[0].Name));
        Assert.Equal(2, agent.Chunks.Items[0][0].Metrics["_dd.partial_flush"]);
        Assert.Equal(root.SpanId, agent.Spans.Items[2].ParentId);
        Assert.All(agent.Chunks.Items, chunk => Assert.Equal(1, chunk[0].Metrics["_sampling_priority_v1"]));
        Assert.Empty(tracer.OpenTraces.ToList());
    }

    [Fact]
    public async Task A_span_that_never_ends_keeps_nothing_of_what_was_sent()
    {
        const int links = 50;
        await using var agent = await TestAgent.Start();
        var tracer = ProcessTracer.Make(TestTracer.SettingsFor(agent, (Idle, "0.05")));
        var (never, tags, spans) = Chain(tracer, links);
        await agent.Spans.WaitForCount(links);
        var parents = agent.Spans.Items.OrderBy(span => span.Start).Select(span => span.ParentId).ToList();
        Assert.Equal([0, .. agent.Spans.Items.OrderBy(span => span.Start).Select(span => span.SpanId).SkipLast(1)], parents);
        Assert.All(agent.Spans.Items, span => Assert.StartsWith("value ", span.Meta["tag"], StringComparison.Ordinal));

        // The writer lets go of them after it has encoded them, and of its buffers after it has sent them.
        Assert.True(SpinWait.SpinUntil(() => Alive(tags) == 0, TimeSpan.FromMinutes(1)), $"{Alive(tags)} of {links} values are kept");
        // Its parent, and the first of the trace.
        Assert.True(SpinWait.SpinUntil(() => Alive(spans) <= 2, TimeSpan.FromMinutes(1)), $"{Alive(spans)} of {links} spans are kept");
        Assert.Equal(parents[^1], never.Parent!.ParentId);
        never.Finish();
        await agent.Spans.WaitForCount(links + 1);
        Assert.Equal(agent.Spans.Items.OrderBy(span => span.Start).ElementAt(links - 1).SpanId, agent.Spans.Items.Single(span => span.SpanId == never.SpanId).ParentId);
    }

    // Each begins inside of the last, which then ends; as in a loop whose every round goes on in the flow of the one before.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (Span Never, List<WeakReference> Tags, List<WeakReference> Spans) Chain(TracerCore tracer, int links)
    {
        List<WeakReference> tags = [], spans = [];
        var span = tracer.Start(null, "link", null, null, null);
        for (var i = 0; i < links; i++)
        {
            var value = "value " + i;
            span.SetTag("tag", value).SetTag("more", value).SetTag("most", value);
            tags.Add(new(value));
            spans.Add(new(span));
            var next = tracer.Start(span, "link", null, null, null);
            span.Finish();
            span = next;
        }
        return (span, tags, spans);
    }

    private static int Alive(List<WeakReference> references)
    {
        GC.Collect();
        return references.Count(one => one.IsAlive);
    }

    [Fact]
    public async Task What_has_finished_arrives_although_there_is_news_all_the_time()
    {
        await using var agent = await TestAgent.Start();
        var tracer = ProcessTracer.Make(TestTracer.SettingsFor(agent, (Idle, "3600"), (MaxAge, "0.05")));
        var root = tracer.Start(null, "root", null, null, null);
        tracer.Start(root, "first", null, null, null).Finish();
        var arrived = agent.Spans.WaitForCount(1);
        while (!arrived.IsCompleted)
        {
            tracer.Start(root, "news", null, null, null);
            await Task.Yield();
        }
        Assert.Equal("first", (await arrived)[0].Name);
    }

    [Fact]
    public void News_puts_it_off_and_the_longest_age_does_not_wait_for_it()
    {
        var tracer = new TestTracer((Idle, "30"), (MaxAge, "300")).Core;
        var root = tracer.Start(null, "root", null, null, null);
        tracer.Start(root, "child", null, null, null).Finish();
        var quiet = tracer.Start(null, "quiet", null, null, null);
        tracer.Start(quiet, "child", null, null, null).Finish();

        Assert.Empty(tracer.OpenTraces.Due(0));
        Assert.Empty(tracer.OpenTraces.Due(29_999));
        tracer.Start(root, "news", null, null, null);
        Assert.Equal([quiet], tracer.OpenTraces.Due(30_000));
        quiet.Root.FlushPartially();
        for (var now = 59_000; now < 300_000; now += 29_000)
        {
            tracer.Start(root, "news", null, null, null);
            Assert.Empty(tracer.OpenTraces.Due(now));
        }
        tracer.Start(root, "news", null, null, null);
        Assert.Equal([root], tracer.OpenTraces.Due(300_000));
        root.Root.FlushPartially();
        tracer.Start(root, "later", null, null, null).Finish();
        Assert.Empty(tracer.OpenTraces.Due(300_001));
        Assert.Empty(tracer.OpenTraces.Due(330_000));
        Assert.Equal([root], tracer.OpenTraces.Due(330_001));
    }

    [Theory]
    [InlineData(Idle, "0", MaxAge, "0")]
    [InlineData("DD_TRACE_PARTIAL_FLUSH_ENABLED", "false", Idle, "0.001")]
    public void It_can_be_switched_off(string name, string value, string other, string otherValue)
    {
        var tracer = new TestTracer((name, value), (other, otherValue)).Core;
        var root = tracer.Start(null, "root", null, null, null);
        tracer.Start(root, "child", null, null, null).Finish();
        Assert.Empty(tracer.OpenTraces.Due(0));
        Assert.Empty(tracer.OpenTraces.Due(1_000_000_000));
        Assert.Equal([root], tracer.OpenTraces.ToList());
    }

    [Fact]
    public async Task They_are_bounded_in_number()
    {
        await using var agent = await TestAgent.Start();
        var tracer = ProcessTracer.Make(TestTracer.SettingsFor(agent, (Idle, "0"), (MaxAge, "0"), ("DD_TRACE_OPEN_TRACES_MAX", "32")));
        var roots = new List<Span>();
        for (var i = 0; i < 1000; i++)
        {
            var root = tracer.Start(null, "root", null, null, null);
            tracer.Start(root, "child", null, null, null).Finish();
            roots.Add(root);
            Assert.InRange(tracer.OpenTraces.ToList().Count, 0, 32);
        }
        // No more than the bound waits.
        await agent.Spans.WaitForCount(1000 - 32);
        roots.ForEach(static root => root.Finish());
        await agent.Spans.WaitForCount(2000);
        Assert.Equal(2000, agent.Spans.Items.Select(static span => span.SpanId).Distinct().Count());
    }

    [Fact]
    public async Task They_are_bounded_in_bytes()
    {
        await using var agent = await TestAgent.Start();
        var tracer = ProcessTracer.Make(TestTracer.SettingsFor(agent, (Idle, "0"), (MaxAge, "0"), ("DD_TRACE_OPEN_TRACES_MAX_SIZE_BYTES", "1000000"), ("DD_TRACE_WRITER_INTERVAL_SECONDS", "0.05")));
        var roots = new List<Span>();
        for (var i = 0; i < 200; i++)
        {
            var root = tracer.Start(null, "root", null, null, null);
            tracer.Start(root, "child", null, null, null).SetTag("heavy", new string('x', 20_000)).Finish();
            roots.Add(root);
        }
        // Twice 20,000 bytes each, of which a million may wait.
        await agent.Spans.WaitForCount(200 - 25);
        roots.ForEach(static root => root.Finish());
        await agent.Spans.WaitForCount(400);
    }

    [Fact]
    public async Task A_span_that_never_ends_keeps_none_of_those_beside_it()
    {
        await using var agent = await TestAgent.Start();
        var tracer = ProcessTracer.Make(TestTracer.SettingsFor(agent, (Idle, "0.05")));
        var never = Open(tracer, out var sibling);
        await agent.Spans.WaitForCount(2);
        Assert.True(tracer.Flush(Recorder<Span>.Bound));
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(sibling.IsAlive);
        Assert.False(never.IsFinished);
    }

    [Fact]
    public async Task Nothing_is_lost_or_doubled_while_traces_are_sent_by_their_age()
    {
        await using var agent = await TestAgent.Start();
        var tracer = ProcessTracer.Make(TestTracer.SettingsFor(agent, (Idle, "0.001"), ("DD_TRACE_OPEN_TRACES_MAX", "64"), ("DD_TRACE_WRITER_INTERVAL_SECONDS", "0.01")));
        const int threads = 4, traces = 200, children = 10;
        await Task.WhenAll(Enumerable.Range(0, threads).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < traces; i++)
            {
                var root = tracer.Start(null, "root", null, null, null);
                for (var child = 0; child < children; child++)
                {
                    tracer.Start(root, "child", null, null, null).Finish();
                    await Task.Yield();
                }
                root.Finish();
            }
        })));
        Assert.True(tracer.Flush(Recorder<Span>.Bound));
        var counters = ((TraceWriter)tracer.Writer).Counters;
        Assert.Equal(threads * traces * (children + 1), counters.SentSpans);
        Assert.Equal(threads * traces * (children + 1), agent.Spans.Items.Select(static span => span.SpanId).Distinct().Count());
        Assert.Empty(tracer.OpenTraces.ToList());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Span Open(TracerCore tracer, out WeakReference sibling)
    {
        var root = tracer.Start(null, "root", null, null, null);
        var child = tracer.Start(root, "child", null, null, null);
        sibling = new WeakReference(child);
        var never = tracer.Start(root, "never", null, null, null);
        child.Finish();
        root.Finish();
        return never;
    }
}
