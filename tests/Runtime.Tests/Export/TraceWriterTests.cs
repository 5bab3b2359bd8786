using DdRun.Export;
using DdRun.Export.Datadog;
using DdRun.Hosting;
using DdRun.Runtime.Tests.Tracing;
using DdRun.Testing;
using DdRun.Tracing;

namespace DdRun.Runtime.Tests.Export;

public class TraceWriterTests
{
    [Fact]
    public async Task A_finished_trace_arrives_with_its_tags()
    {
        await using var agent = await TestAgent.Start();
        var tracer = ProcessTracer.Make(TestTracer.SettingsFor(agent, ("DD_ENV", "test"), ("DD_VERSION", "1.2"), ("DD_TAGS", "team:sandwich")));
        using (var parent = tracer.Begin("parent", null, "GET /", "web"))
        {
            parent.SetTag("text", "é").SetTag("count", 3).SetTag("third", "3").SetMetric("rate", 0.5);
            using var child = tracer.Begin("child", "db", null, null);
            child.Error = true;
        }
        Assert.True(tracer.Writer.Flush(TimeSpan.FromSeconds(30)));

        var chunk = Assert.Single(agent.Chunks.Items);
        Assert.Equal(["parent", "child"], chunk.Select(span => span.Name));
        var root = chunk[0];
        Assert.Equal("test-service", root.Service);
        Assert.Equal("GET /", root.Resource);
        Assert.Equal("web", root.Type);
        Assert.Equal("é", root.Meta["text"]);
        Assert.Equal("3", root.Meta["third"]);
        Assert.Equal(3, root.Metrics["count"]);
        Assert.Equal(0.5, root.Metrics["rate"]);
        Assert.Equal("test", root.Meta["env"]);
        Assert.Equal("1.2", root.Meta["version"]);
        Assert.Equal("sandwich", root.Meta["team"]);
        Assert.Equal("dotnet", root.Meta["language"]);
        Assert.Equal(1, root.Metrics["_dd.top_level"]);
        Assert.Equal(1, root.Metrics["_sampling_priority_v1"]);
        Assert.Equal(Environment.ProcessId, root.ProcessId);
        Assert.Equal(16, root.Meta["_dd.p.tid"].Length);
        var inner = chunk[1];
        Assert.Equal(root.SpanId, inner.ParentId);
        Assert.Equal(1, inner.Error);
        Assert.Equal("test-service", inner.Meta["_dd.base_service"]);
        Assert.Equal(1, inner.Metrics["_dd.top_level"]);
        Assert.InRange(inner.Start, root.Start, root.End);
        Assert.InRange(inner.End, root.Start, root.End);
    }

    [Fact]
    public async Task A_rehearsal_sends_and_counts_nothing_and_leaves_the_first_trace_as_it_is()
    {
        await using var agent = await TestAgent.Start();
        // What it finishes is sent by the output below alone.
        var tracer = new TracerCore(TestTracer.SettingsFor(agent), new RecordingWriter());
        var counters = new WriterCounters();
        using var urgency = new Urgency();
        using var output = new AgentOutput(tracer, counters, urgency);
        output.Rehearse();
        output.Send();
        Assert.Empty(agent.Requests.Items);
        Assert.Equal((0, 0, 0), (counters.SentSpans, counters.DroppedFailed, counters.FinishedSpans));

        var span = tracer.Start(null, "real", null, null, null);
        span.Finish();
        var queue = new SpanQueue(1000);
        queue.TryPush(span, span, 1);
        output.Process(queue.TakeAll(out var last)!, last!, []);
        output.Send();
        Assert.Equal("real", Assert.Single(agent.Spans.Items).Name);
    }

    [Fact]
    public async Task Spans_arrive_in_the_order_of_their_start_whatever_finished_first()
    {
        await using var agent = await TestAgent.Start();
        var tracer = ProcessTracer.Make(TestTracer.SettingsFor(agent, ("DD_TRACE_PARTIAL_FLUSH_MIN_SPANS", "3")));
        var root = tracer.Start(null, "root", null, null, null);
        var spans = Enumerable.Range(0, 5).Select(i => tracer.Start(root, "child" + i, null, null, null)).ToArray();
        foreach (var i in new[] { 3, 0, 4, 2 })
            spans[i].Finish();
        root.Finish();
        spans[1].Finish();
        Assert.True(tracer.Writer.Flush(TimeSpan.FromSeconds(30)));

        Assert.Equal([["child0", "child3", "child4"], ["root", "child1", "child2"]], agent.Chunks.Items.Select(chunk => chunk.Select(span => span.Name).ToArray()));
        Assert.Equal(3, agent.Chunks.Items[0][0].Metrics["_dd.partial_flush"]);
        Assert.All(agent.Chunks.Items, chunk => Assert.Equal(1, chunk[0].Metrics["_sampling_priority_v1"]));
    }

    [Fact]
    public async Task A_tag_of_the_process_that_a_span_has_itself_is_sent_once_and_as_it_is()
    {
        await using var agent = await TestAgent.Start();
        var tracer = ProcessTracer.Make(TestTracer.SettingsFor(agent));
        tracer.Begin("before", null, null, null).Finish();
        tracer.Begin("own", null, null, null).SetTag("language", "klingon").SetTag("runtime-id", "mine").Finish();
        tracer.Begin("after", null, null, null).Finish();
        Assert.True(tracer.Writer.Flush(TimeSpan.FromSeconds(30)));

        Assert.Equal(["dotnet", "klingon", "dotnet"], agent.Spans.Items.Select(span => span.Meta["language"]));
        Assert.Equal("mine", agent.Spans.Items[1].Meta["runtime-id"]);
        Assert.Equal(agent.Spans.Items[0].Meta["runtime-id"], agent.Spans.Items[2].Meta["runtime-id"]);
        Assert.Equal(agent.Spans.Items[0].Meta.Keys, agent.Spans.Items[2].Meta.Keys);
    }

    [Fact]
    public void Nothing_listens_and_everything_is_counted_as_dropped()
    {
        var tracer = ProcessTracer.Make(TestTracer.SettingsOf(("DD_TRACE_AGENT_URL", "http://127.0.0.1:1")));
        for (var i = 0; i < 10; i++)
            tracer.Begin("lost", null, null, null).Finish();
        tracer.Shutdown(TimeSpan.FromSeconds(30));

        var counters = ((TraceWriter)tracer.Writer).Counters;
        Assert.Equal(10, counters.FinishedSpans);
        Assert.Equal(0, counters.SentSpans);
        Assert.Equal(10, counters.DroppedSpans);
    }
}
