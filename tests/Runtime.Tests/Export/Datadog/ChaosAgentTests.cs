using System.Diagnostics;
using DdRun.Export;
using DdRun.Hosting;
using DdRun.Runtime.Tests.Tracing;
using DdRun.Testing;
using DdRun.Tracing;

namespace DdRun.Runtime.Tests.Export.Datadog;

/// <summary>Whatever the agent does: the target is not held up, memory is bounded, and finished = sent + dropped.</summary>
public class ChaosAgentTests
{
    private const int Spans = 50;

    [Fact]
    public void Refuses() => Assert.Equal(0, Run("http://127.0.0.1:1").SentSpans);

    [Fact]
    public void Hangs()
    {
        using var agent = new RawAgent(async (_, stop) => await Task.Delay(Timeout.Infinite, stop));
        Assert.Equal(0, Run(agent.Url, ("DD_TRACE_AGENT_TIMEOUT_SECONDS", "0.1")).SentSpans);
    }

    [Fact]
    public void Closes_at_once()
    {
        using var agent = new RawAgent((_, _) => Task.CompletedTask);
        Assert.Equal(0, Run(agent.Url).SentSpans);
    }

    [Fact]
    public void Closes_in_the_middle_of_its_answer()
    {
        using var agent = new RawAgent(async (stream, stop) =>
        {
            await RawAgent.ReadRequest(stream, stop);
            await RawAgent.Write(stream, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"rate", stop);
        });
        Assert.Equal(Spans, Run(agent.Url).SentSpans);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH\r\n\r\n")]
    [InlineData("HTTP/1.1 2")]
    [InlineData("HTTP/1.1 2x0 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nwhat")]
    public void Answers_garbage(string garbage)
    {
        using var agent = new RawAgent(async (stream, stop) =>
        {
            await RawAgent.ReadRequest(stream, stop);
            await RawAgent.Write(stream, garbage, stop);
        });
        Assert.Equal(0, Run(agent.Url).SentSpans);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon\r\n\r\n")]
    public void Answers_garbage_after_it_has_said_that_it_took_it(string garbage)
    {
        using var agent = new RawAgent(async (stream, stop) =>
        {
            await RawAgent.ReadRequest(stream, stop);
            await RawAgent.Write(stream, garbage, stop);
        });
        Assert.Equal(Spans, Run(agent.Url).SentSpans);
    }

    [Fact]
    public void Answers_garbage_as_a_body()
    {
        using var agent = new RawAgent(async (stream, stop) =>
        {
            while (await RawAgent.ReadRequest(stream, stop) is not null)
                await RawAgent.Write(stream, "HTTP/1.1 200 OK\r\nContent-Length: 21\r\n\r\n{\"rate_by_service\": [", stop);
        });
        Assert.Equal(Spans, Run(agent.Url).SentSpans);
    }

    [Fact]
    public void Answers_drop_by_drop()
    {
        using var agent = new RawAgent(async (stream, stop) =>
        {
            await RawAgent.ReadRequest(stream, stop);
            using var drops = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            foreach (var letter in "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX: " + new string('x', 100_000))
            {
                await drops.WaitForNextTickAsync(stop);
                await RawAgent.Write(stream, letter.ToString(), stop);
            }
        });
        Assert.Equal(0, Run(agent.Url, ("DD_TRACE_AGENT_TIMEOUT_SECONDS", "0.2")).SentSpans);
    }

    [Fact]
    public void Answers_in_chunks_and_without_a_length()
    {
        using var agent = new RawAgent(async (stream, stop) =>
        {
            var first = await RawAgent.ReadRequest(stream, stop);
            await RawAgent.Write(stream, first!.Contains("/info", StringComparison.Ordinal)
                ? "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;a=b\r\n{\r\n1\r\n}\r\n0\r\n\r\n"
                : "HTTP/1.0 200 OK\r\n\r\n{}", stop);
        });
        Assert.Equal(Spans, Run(agent.Url).SentSpans);
    }

    [Theory]
    [InlineData(429, 1)]
    [InlineData(503, 1)]
    [InlineData(408, 1)]
    public async Task Refuses_for_a_while_and_then_takes_it(int status, int times)
    {
        await using var agent = await TestAgent.Start();
        var left = times;
        agent.Script = request => request.IsTraces && left-- > 0 ? new AgentAnswer.Reply(status) : null;

        Assert.Equal(Spans, RunFlushed(agent.Url).SentSpans);
        Assert.Equal(Spans, agent.Spans.Items.Count);
    }

    [Fact]
    public async Task Takes_only_small_payloads()
    {
        await using var agent = await TestAgent.Start();
        agent.Script = request => request.IsTraces && request.Headers["X-Datadog-Trace-Count"] is var count && count.Length > 1 ? new AgentAnswer.Reply(413) : null;

        Assert.Equal(Spans, RunFlushed(agent.Url).SentSpans);
        Assert.Equal(Spans, agent.Spans.Items.Select(span => span.SpanId).Distinct().Count());
    }

    [Fact]
    public async Task Refuses_for_good()
    {
        await using var agent = await TestAgent.Start();
        agent.Script = request => request.IsTraces ? new AgentAnswer.Reply(400) : null;

        var counters = RunFlushed(agent.Url);
        Assert.Equal(Spans, counters.DroppedFailed);
        Assert.Single(agent.Requests.Items, request => request.IsTraces);
    }

    [Fact]
    public async Task Goes_away_between_two_requests()
    {
        await using var agent = await TestAgent.Start();
        agent.Script = request => request.IsTraces ? new AgentAnswer.Reply(200, "{}") { Close = true } : null;
        var tracer = NewTracer(agent.Url);
        for (var i = 0; i < 5; i++)
        {
            tracer.Begin("span", null, null, null).Finish();
            Assert.True(tracer.Writer.Flush(TimeSpan.FromSeconds(60)));
        }
        Assert.Equal(5, CountersOf(tracer).SentSpans);
        Assert.Equal(5, agent.Spans.Items.Count);
    }

    [Fact]
    public void Traces_that_are_left_out_while_the_agent_hangs_are_counted_with_their_children()
    {
        using var agent = new RawAgent(async (_, stop) => await Task.Delay(Timeout.Infinite, stop));
        var tracer = NewTracer(agent.Url, ("DD_TRACE_WRITER_BUFFER_SIZE_BYTES", "65536"), ("DD_TRACE_AGENT_TIMEOUT_SECONDS", "1"));
        const int traces = 40_000, children = 4;
        Parallel.For(0, traces, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ =>
        {
            using var root = tracer.Begin("root", null, null, null);
            for (var i = 0; i < children; i++)
                tracer.Begin("child", null, null, null).Finish();
        });

        var counters = Balance(tracer, traces * (children + 1));

        Assert.True(counters.DroppedShed > 0);
    }

    [Fact]
    public void A_hanging_agent_neither_slows_the_target_nor_fills_its_memory()
    {
        using var agent = new RawAgent(async (_, stop) => await Task.Delay(Timeout.Infinite, stop));
        var tracer = NewTracer(agent.Url, ("DD_TRACE_WRITER_BUFFER_SIZE_BYTES", "1048576"), ("DD_TRACE_AGENT_TIMEOUT_SECONDS", "1"));
        const int count = 300_000;
        var slow = 0;
        for (var i = 0; i < count; i++)
        {
            var span = tracer.Begin("span", null, null, null);
            span.SetTag("i", i);
            var start = Stopwatch.GetTimestamp();
            span.Finish();
            if (Stopwatch.GetElapsedTime(start) > TimeSpan.FromMicroseconds(50))
                slow++;
        }

        // The machine may stop any thread at any time, so a few are always slow; if Finish waited, all would be.
        Assert.InRange(slow, 0, count / 100);
        Assert.InRange(((TraceWriter)tracer.Writer).QueuedWeight, 1, 1 << 20);
        Balance(tracer, count);
        Assert.True(CountersOf(tracer).DroppedFull + CountersOf(tracer).DroppedShed > count / 2);
    }

    private static WriterCounters Run(string url, params (string, string)[] settings)
    {
        var tracer = NewTracer(url, settings);
        for (var i = 0; i < Spans; i++)
            tracer.Begin("span", null, null, null).Finish();
        return Balance(tracer, Spans);
    }

    // Flushed while the process is not about to end: with all retries.
    private static WriterCounters RunFlushed(string url)
    {
        var tracer = NewTracer(url);
        for (var i = 0; i < Spans; i++)
            tracer.Begin("span", null, null, null).Finish();
        Assert.True(tracer.Writer.Flush(TimeSpan.FromSeconds(60)));
        return Balance(tracer, Spans);
    }

    private static WriterCounters Balance(TracerCore tracer, int finished)
    {
        tracer.Shutdown(TimeSpan.FromSeconds(60));
        var counters = CountersOf(tracer);
        Assert.Equal(finished, counters.FinishedSpans);
        Assert.Equal(finished, counters.SentSpans + counters.DroppedSpans);
        return counters;
    }

    private static WriterCounters CountersOf(TracerCore tracer) => ((TraceWriter)tracer.Writer).Counters;

    private static TracerCore NewTracer(string url, params (string, string)[] settings) =>
        ProcessTracer.Make(TestTracer.SettingsOf([("DD_TRACE_AGENT_URL", url), .. settings]));
}
