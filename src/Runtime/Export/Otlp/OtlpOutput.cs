using DdRun.Tracing;

namespace DdRun.Export.Otlp;

/// <summary>Traces to an OTLP receiver: pipeline, encoder, connection.</summary>
internal sealed class OtlpOutput : ITraceOutput
{
    private readonly TracerCore _tracer;
    private readonly OtlpClient _client;
    private readonly SpanSender _sender;
    private readonly OtlpPipeline _pipeline;
    private readonly WriterCounters _counters;
    private readonly HealthMetrics _health;

    /// <param name="tracer">Whose traces they are.</param>
    /// <param name="counters">Of the writer.</param>
    /// <param name="urgency">Of the writer.</param>
    /// <param name="logs">Where exceptions go that are to be log records.</param>
    public OtlpOutput(TracerCore tracer, WriterCounters counters, Urgency urgency, Func<LogExporter?> logs)
    {
        _tracer = tracer;
        _counters = counters;
        _health = new HealthMetrics(tracer.Settings);
        _client = new OtlpClient(tracer.Settings.Otlp!.Traces!, SignalSchema.Traces, "spans", urgency, _health);
        _sender = new SpanSender(tracer.Settings, _client, counters, _health, logs);
        _pipeline = new OtlpPipeline(tracer, _sender, counters);
    }

    public void Rehearse()
    {
        _client.Bind();
        _sender.Rehearse(TraceChunk.ForRehearsal(_tracer));
        HttpConnection.Rehearse();
    }

    public void Connect()
    {
        _client.Connect();
        StartupLog.WriteWithoutAgent(_tracer.Settings);
    }

    public void Process(Span first, Span last, TraceFilter[] filters) => _pipeline.Process(first, last, filters);

    public void Send()
    {
        _sender.SendPending();
        _health.Report(_counters);
        _health.Report(_tracer.Shedding);
    }

    public void Dispose() => _client.Dispose();
}
