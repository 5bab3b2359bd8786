using DdRun.Export.Datadog.Stats;
using DdRun.Sampling;
using DdRun.Tracing;

namespace DdRun.Export.Datadog;

/// <summary>What stands behind the queue: pipeline, encoders, statistics, connection. For the writer's thread, which also makes it, so that no span waits for it.</summary>
internal sealed class TraceOutput : IDisposable
{
    private readonly TracerCore _tracer;
    private readonly WriterCounters _counters;
    private readonly Urgency _urgency;
    private readonly HealthMetrics _health;
    private readonly AgentClient _client;
    private readonly PayloadSender _sender;
    private readonly StatsSender _stats;
    private readonly ChunkPipeline _pipeline;

    /// <param name="tracer">Whose traces they are.</param>
    /// <param name="counters">Counts where spans go.</param>
    /// <param name="urgency">Whether the process ends.</param>
    /// <param name="connect">Makes connections to the agent in place of our own.</param>
    public TraceOutput(TracerCore tracer, WriterCounters counters, Urgency urgency, Func<long, Stream>? connect = null)
    {
        _tracer = tracer;
        _counters = counters;
        _urgency = urgency;
        var settings = tracer.Settings;
        _health = new HealthMetrics(settings);
        _client = new AgentClient(settings, urgency, _health, connect);
        _sender = new PayloadSender(settings, _client, counters, _health, UpdateRates);
        _stats = new StatsSender(settings, _client);
        _pipeline = new ChunkPipeline(tracer, _client, _sender, _stats, counters);
    }

    /// <summary>
    /// Does once, for nothing, what sending a trace will take: so the runtime loads it all while the target starts, on a processor that would be
    /// idle, and not when the process waits for its last trace.
    /// </summary>
    public void Rehearse()
    {
        var root = new LocalRoot(_tracer.Snapshot, traceIdLow: 1, spanId: 1, start: 0, "rehearsal", null, null, null);
        root.Inherit(SamplingPriority.AutoKeep);
        _sender.Rehearse(new TraceChunk(root, [root]));
        HttpConnection.Rehearse();
    }

    public void Connect()
    {
        _client.Connect();
        StartupLog.Write(_tracer.Settings, _client);
    }

    /// <summary>Encodes chunks as they come from the queue: the spans of a chunk one after the other.</summary>
    public void Process(Span first, Span last, TraceFilter[] filters)
    {
        _pipeline.Begin(filters);
        var (spans, chunks) = (0, 0);
        for (var span = first; span is not null; spans++)
        {
            var next = SpanQueue.Unlink(span, last);
            if (!_pipeline.TryAdd(span))
                Interlocked.Increment(ref _counters.DroppedFailed);
            if (span.IsLastOfChunk)
            {
                _pipeline.Process();
                chunks++;
            }
            span = next;
        }
        _counters.Finished(spans, chunks);
    }

    public void Send()
    {
        _sender.SendPending();
        _stats.FlushDue(everything: _urgency.IsUrgent);
        _health.Report(_counters);
    }

    public void Dispose() => _client.Dispose();

    private void UpdateRates(byte[] body)
    {
        if (AgentRatesReader.Read(body) is { } rates)
            _tracer.Sampler.UpdateAgentRates(rates);
    }
}
