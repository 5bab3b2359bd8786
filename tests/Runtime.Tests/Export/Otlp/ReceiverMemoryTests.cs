using DdRun.Export;
using DdRun.Runtime.Tests.Tracing;
using DdRun.Testing;
using DdRun.Testing.Otlp;
using DdRun.Tracing;

namespace DdRun.Runtime.Tests.Export.Otlp;

/// <summary>A receiver that is in trouble for a long time: the target goes on, in the memory that it was given, and every span is accounted for.</summary>
[Collection("memory")]
[CollectionDefinition("memory", DisableParallelization = true)]
public class ReceiverMemoryTests
{
    private const int Rounds = 6, SpansOfRound = 30_000, Buffer = 1 << 20;
    private const long MostGrowth = 3 << 20;

    [Theory]
    [InlineData("refuses")]
    [InlineData("hangs")]
    [InlineData("closes")]
    [InlineData("talks garbage")]
    [InlineData("drips")]
    public void Memory_is_flat_while_a_receiver(string trouble)
    {
        using var receiver = trouble == "refuses" ? null : new RawAgent((stream, stop) => Serve(trouble, stream, stop));
        var counters = Run(receiver?.Url ?? "http://127.0.0.1:1");
        Assert.Equal(0, counters.SentSpans);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(413)]
    [InlineData(429)]
    [InlineData(503)]
    [InlineData(200)]
    public async Task Memory_is_flat_while_a_receiver_answers(int status)
    {
        await using var receiver = await OtlpReceiver.Start();
        receiver.KeepsItems = false;
        var taken = 0;
        receiver.Script = request =>
        {
            if (status == 200)
                Interlocked.Add(ref taken, OtlpWire.Spans(request.Body).Count - 1);
            // Of each request one span is rejected.
            return new AgentAnswer.Reply(status, status == 200 ? "\u000a\u0002\u0008\u0001" : "no");
        };
        var counters = Run(receiver.Url);
        Assert.Equal(taken, counters.SentSpans);
        Assert.True(status != 200 || counters is { SentSpans: > 0, DroppedRejected: > 0 });
    }

    // No span waits for the receiver: with most of them it would be for longer than all tests may take.
    private static WriterCounters Run(string url)
    {
        var tracer = OtlpTracer.For(url, ("OTEL_EXPORTER_OTLP_TIMEOUT", "200"), ("DD_TRACE_WRITER_BUFFER_SIZE_BYTES", Buffer.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("DD_TRACE_WRITER_MAX_PAYLOAD_SIZE_BYTES", "65536"));
        var writer = (TraceWriter)tracer.Writer;
        var first = 0L;
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < SpansOfRound; i++)
            {
                var span = tracer.Begin("span", null, null, null);
                span.SetTag("i", i);
                span.Finish();
            }
            Assert.InRange(writer.QueuedWeight, 0, Buffer);
            var now = GC.GetTotalMemory(forceFullCollection: true);
            if (round == 0)
                first = now;
            else
                Assert.InRange(now - first, long.MinValue, MostGrowth);
        }
        tracer.Shutdown(TimeSpan.FromMinutes(1));
        Assert.Equal(Rounds * SpansOfRound, writer.Counters.FinishedSpans);
        Assert.Equal(writer.Counters.FinishedSpans, writer.Counters.SentSpans + writer.Counters.DroppedSpans);
        return writer.Counters;
    }

    private static async Task Serve(string trouble, System.Net.Sockets.NetworkStream stream, CancellationToken stop)
    {
        if (trouble == "closes")
            return;
        await RawAgent.ReadRequest(stream, stop);
        if (trouble == "hangs")
            await Task.Delay(Timeout.Infinite, stop);
        if (trouble == "talks garbage")
            await RawAgent.Write(stream, "SSH-2.0-OpenSSH\r\n\r\n", stop);
        while (trouble == "drips")
        {
            await RawAgent.Write(stream, "H", stop);
            await Task.Delay(20, stop);
        }
    }
}
