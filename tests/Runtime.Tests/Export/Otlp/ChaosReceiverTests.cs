using System.Globalization;
using DdRun.Configuration;
using DdRun.Export;
using DdRun.Testing;
using DdRun.Testing.Otlp;
using DdRun.Tracing;

namespace DdRun.Runtime.Tests.Export.Otlp;

/// <summary>Whatever the receiver does: nothing is held up, and finished = sent + dropped. What it took, or refused for good, is never sent again.</summary>
public class ChaosReceiverTests
{
    private const int Spans = 50;

    [Fact]
    public void Refuses() => AssertFailed(Run("http://127.0.0.1:1", ("OTEL_EXPORTER_OTLP_TIMEOUT", "300")));

    [Fact]
    public void Hangs()
    {
        using var receiver = new RawAgent(async (_, stop) => await Task.Delay(Timeout.Infinite, stop));
        AssertFailed(Run(receiver.Url, ("OTEL_EXPORTER_OTLP_TIMEOUT", "300")));
        Assert.Equal(1, receiver.Connections);
    }

    [Fact]
    public void Closes_at_once()
    {
        using var receiver = new RawAgent((_, _) => Task.CompletedTask);
        AssertFailed(Run(receiver.Url, ("OTEL_EXPORTER_OTLP_TIMEOUT", "1500")));
        Assert.True(receiver.Connections > 1);
    }

    [Fact]
    public void Takes_it_and_closes_in_the_middle_of_its_answer()
    {
        using var receiver = new RawAgent(async (stream, stop) =>
        {
            await RawAgent.ReadRequest(stream, stop);
            await RawAgent.Write(stream, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc", stop);
        });
        Assert.Equal(Spans, Run(receiver.Url).SentSpans);
        Assert.Equal(1, receiver.Connections);
    }

    [Fact]
    public void Answers_garbage()
    {
        using var receiver = new RawAgent(async (stream, stop) =>
        {
            await RawAgent.ReadRequest(stream, stop);
            await RawAgent.Write(stream, "SSH-2.0-OpenSSH\r\n\r\n", stop);
        });
        AssertFailed(Run(receiver.Url));
        Assert.InRange(receiver.Connections, 1, 2);
    }

    [Fact]
    public void Answers_drop_by_drop()
    {
        using var receiver = new RawAgent(async (stream, stop) =>
        {
            await RawAgent.ReadRequest(stream, stop);
            using var drops = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            foreach (var letter in "HTTP/1.1 " + new string(' ', 10_000))
            {
                await drops.WaitForNextTickAsync(stop);
                await RawAgent.Write(stream, letter.ToString(), stop);
            }
        });
        AssertFailed(Run(receiver.Url, ("OTEL_EXPORTER_OTLP_TIMEOUT", "300")));
        Assert.Equal(1, receiver.Connections);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(413)]
    [InlineData(500)]
    public async Task Refuses_for_good(int status)
    {
        await using var receiver = await OtlpReceiver.Start();
        receiver.Script = _ => new AgentAnswer.Reply(status, "no");
        AssertFailed(Run(receiver.Url));
        Assert.Single(receiver.Requests.Items);
    }

    [Theory]
    [InlineData(429, null)]
    [InlineData(502, null)]
    [InlineData(503, "0")]
    [InlineData(503, "1")]
    [InlineData(504, "a date")]
    public async Task Takes_it_the_second_time(int status, string? retryAfter)
    {
        await using var receiver = await OtlpReceiver.Start();
        var attempts = 0;
        var headers = new Dictionary<string, string>();
        if (retryAfter is not null)
            headers["Retry-After"] = retryAfter == "a date" ? DateTimeOffset.UtcNow.AddSeconds(1).ToString("r", CultureInfo.InvariantCulture) : retryAfter;
        receiver.Script = _ => Interlocked.Increment(ref attempts) == 1 ? new AgentAnswer.Reply(status) { Headers = headers } : null;
        var counters = Run(receiver.Url);
        Assert.Equal(Spans, counters.SentSpans);
        Assert.Equal(2, attempts);
        Assert.Equal(Spans, receiver.Spans.Items.Count);
    }

    [Fact]
    public async Task Asks_to_wait_longer_than_the_time_out()
    {
        await using var receiver = await OtlpReceiver.Start();
        receiver.Script = _ => new AgentAnswer.Reply(429) { Headers = new Dictionary<string, string> { ["Retry-After"] = "3600" } };
        AssertFailed(Run(receiver.Url));
        Assert.Single(receiver.Requests.Items);
    }

    [Theory]
    // {1: {1: 3, 2: "no"}}
    [InlineData("http/protobuf", "\u000a\u0006\u0008\u0003\u0012\u0002no", 3)]
    [InlineData("http/protobuf", "\u000a\u0004\u0012\u0002no", 0)]
    [InlineData("http/protobuf", "\u000a\u0003\u0008\u00e8\u0007", Spans)]
    [InlineData("http/protobuf", "garbage, and no more", 0)]
    [InlineData("http/json", """{"partialSuccess":{"rejectedSpans":"3","errorMessage":"no"}}""", 3)]
    [InlineData("http/json", """{"partialSuccess":{"rejectedSpans":3}}""", 3)]
    [InlineData("http/json", """{"partialSuccess":{}}""", 0)]
    [InlineData("http/json", """{"partialSuccess":[""", 0)]
    public async Task Takes_a_part(string protocol, string body, int rejected)
    {
        await using var receiver = await OtlpReceiver.Start();
        receiver.Script = _ => new AgentAnswer.Reply(200, body);
        var counters = Run(receiver.Url, ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol));
        Assert.Equal((Spans - rejected, rejected), (counters.SentSpans, counters.DroppedRejected));
        Assert.Single(receiver.Requests.Items);
    }

    [Fact]
    public async Task Comes_back()
    {
        var receiver = await OtlpReceiver.Start();
        var port = new Uri(receiver.Url).Port;
        var tracer = OtlpTracer.For(receiver, ("OTEL_EXPORTER_OTLP_TIMEOUT", "5000"));
        tracer.Begin("before", null, null, null).Finish();
        tracer.Flush();
        await receiver.DisposeAsync();
        tracer.Begin("meanwhile", null, null, null).Finish();
        tracer.Flush();
        await using var again = await OtlpReceiver.Start(port);
        tracer.Begin("after", null, null, null).Finish();
        tracer.Flush();
        Assert.Equal("after", Assert.Single(again.Spans.Items).Name);
        var counters = ((TraceWriter)tracer.Writer).Counters;
        Assert.Equal((3, 2, 1), (counters.FinishedSpans, counters.SentSpans, counters.DroppedFailed));
    }

    private static WriterCounters Run(string url, params (string Name, string Value)[] environment)
    {
        var tracer = OtlpTracer.For(url, environment);
        for (var i = 0; i < Spans; i++)
            tracer.Begin("span", null, null, null).Finish();
        tracer.Flush();
        var counters = ((TraceWriter)tracer.Writer).Counters;
        Assert.Equal(Spans, counters.FinishedSpans);
        Assert.Equal(counters.FinishedSpans, counters.SentSpans + counters.DroppedSpans);
        return counters;
    }

    private static void AssertFailed(WriterCounters counters) => Assert.Equal((0, Spans), (counters.SentSpans, counters.DroppedFailed));
}
