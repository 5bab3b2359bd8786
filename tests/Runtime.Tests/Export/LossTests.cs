using DdRun.Diagnostics;
using DdRun.Export;
using DdRun.Hosting;
using DdRun.Runtime.Tests.Tracing;
using DdRun.Testing;
using DdRun.Tracing;

namespace DdRun.Runtime.Tests.Export;

[Collection("the log")]
public sealed class LossTests : IDisposable
{
    // Four spans. No other test has it, and what is said about a loss says it.
    private const int Buffer = 1029;

    private readonly List<string> _lines = [];

    public LossTests() => Log.Observer = line =>
    {
        if (line.Contains($"DD_TRACE_WRITER_BUFFER_SIZE_BYTES={Buffer}", StringComparison.Ordinal))
            _lines.Add(line);
    };

    public void Dispose() => Log.Observer = null;

    [Fact]
    public async Task What_does_not_fit_the_queue_is_told_once_in_a_while_and_at_the_end()
    {
        await using var agent = await TestAgent.Start();
        var tracer = ProcessTracer.Make(TestTracer.SettingsFor(agent, ("DD_TRACE_WRITER_BUFFER_SIZE_BYTES", $"{Buffer}"), ("DD_TRACE_LOGGING_RATE", "3600")));
        using var gate = new Gate();
        var options = new TracerOptions();
        options.Filters.Add(trace => trace[0].Name == "gate" ? gate.Pass(trace) : trace);
        tracer.Writer.Configure(options);

        Burst(tracer, gate, spans: 10);
        Assert.Contains(" WARN 6 spans were dropped", Assert.Single(_lines), StringComparison.Ordinal);
        // Between the two the queue was empty for long.
        Assert.True(tracer.Writer.Flush(TimeSpan.FromSeconds(60)));
        tracer.Shedding.OnTaken(0, Buffer, Environment.TickCount64 + 10_000, 0);
        Burst(tracer, gate, spans: 7);
        Assert.Single(_lines);
        tracer.Shutdown(TimeSpan.FromSeconds(60));
        Assert.Contains(" WARN 3 spans were dropped", _lines[1], StringComparison.Ordinal);
        Assert.Equal(2, _lines.Count);
        var counters = ((TraceWriter)tracer.Writer).Counters;
        Assert.Equal(9, counters.DroppedFull + counters.DroppedShed);
    }

    // While the writer's thread is at the gate, with a span of its own.
    private static void Burst(TracerCore tracer, Gate gate, int spans)
    {
        var first = tracer.Begin("gate", null, null, null);
        // It may be left out, after a burst that was too much.
        first.SetTag("manual.keep", true);
        first.Finish();
        var flushed = tracer.Writer.FlushAsync();
        gate.AwaitArrival();
        for (var i = 0; i < spans; i++)
            tracer.Begin("burst", null, null, null).Finish();
        gate.Open();
        Assert.True(flushed.Wait(TimeSpan.FromSeconds(60)));
    }

    private sealed class Gate : IDisposable
    {
        private readonly SemaphoreSlim _arrived = new(0), _open = new(0);

        public T Pass<T>(T trace)
        {
            _arrived.Release();
            _open.Wait();
            return trace;
        }

        public void AwaitArrival() => Assert.True(_arrived.Wait(TimeSpan.FromSeconds(60)));

        public void Open() => _open.Release();

        public void Dispose()
        {
            _arrived.Dispose();
            _open.Dispose();
        }
    }
}
