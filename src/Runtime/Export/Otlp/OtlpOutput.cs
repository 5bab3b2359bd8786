using DdRun.Tracing;

namespace DdRun.Export.Otlp;

/// <summary>Traces to an OTLP receiver: pipeline, encoder, connection.</summary>
internal sealed class OtlpOutput : ITraceOutput
{
    private readonly TracerCore _tracer;
    private readonly OtlpClient _client;
    private readonly SpanSender _sender;
    private readonly OtlpPipeline _pipeline;

    public OtlpOutput(TracerCore tracer, WriterCounters counters, Urgency urgency)
    {
        _tracer = tracer;
        _client = new OtlpClient(tracer.Settings.Otlp!.Traces!, SignalSchema.Traces, "spans", urgency);
        _sender = new SpanSender(tracer.Settings, _client, counters);
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

    public void Send() => _sender.SendPending();

    public void Dispose() => _client.Dispose();
}
