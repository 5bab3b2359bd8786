using DdRun.Configuration;
using DdRun.Diagnostics;

namespace DdRun.Export.Otlp;

/// <summary>Collects spans into requests and gets them to the receiver. On the writer's thread.</summary>
internal sealed class SpanSender
{
    private readonly OtlpClient _client;
    private readonly WriterCounters _counters;
    private readonly SpanEncoder _encoder;
    private readonly ItemBatch _batch;
    private readonly ByteBuffer _span = new();
    private readonly string _processService;
    private readonly int _maxBytes, _maxSpans;
    private readonly HealthMetrics _health;
    private int _traces;

    public SpanSender(Settings settings, OtlpClient client, WriterCounters counters, HealthMetrics health, Func<LogExporter?> logs)
    {
        var otlp = settings.Otlp!;
        _client = client;
        _counters = counters;
        _health = health;
        _encoder = new SpanEncoder(settings, logs);
        _processService = settings.Service;
        _maxBytes = otlp.MaxBytes;
        _maxSpans = otlp.SpanBatch > 0 ? otlp.SpanBatch : int.MaxValue;
        _batch = new ItemBatch(SignalSchema.Traces, otlp.Traces!, service => ResourceEncoder.Encode(settings, service));
    }

    public void Add(TraceChunk chunk)
    {
        _traces++;
        for (var i = 0; i < chunk.Spans.Count; i++)
        {
            var span = chunk.Spans[i];
            Encode(span, chunk, out var scope, out var version);
            var service = string.Equals(span.Service, _processService) ? null : span.Service;
            if (_batch.TryAdd(service, scope, version, _span.Written, _maxBytes))
            {
                if (_batch.Count >= _maxSpans)
                    SendPending();
                continue;
            }
            SendPending();
            if (_batch.TryAdd(service, scope, version, _span.Written, _maxBytes))
                continue;
            Interlocked.Increment(ref _counters.DroppedFailed);
            Log.Warn($"The span '{span.Name}' is larger than a request may be; it is dropped.");
        }
    }

    public void SendPending()
    {
        var count = _batch.Count;
        if (count == 0)
            return;
        var payload = _batch.Payload();
        var bytes = payload.Length;
        var outcome = _client.Send(payload, count);
        Interlocked.Add(ref _counters.SentSpans, outcome.Sent ? count - outcome.Rejected : 0);
        Interlocked.Add(ref _counters.DroppedRejected, outcome.Rejected);
        Interlocked.Add(ref _counters.DroppedFailed, outcome.Sent ? 0 : count);
        _batch.Clear();
        if (outcome.Sent)
            _health.Sent(bytes, _traces);
        else
            _health.Lost(bytes, _traces);
        _traces = 0;
    }

    /// <summary>Encodes, and throws the result away.</summary>
    public void Rehearse(TraceChunk chunk)
    {
        Encode(chunk.Spans[0], chunk, out var scope, out var version);
        _batch.TryAdd(null, scope, version, _span.Written, _maxBytes);
        _batch.Payload();
        _batch.Clear();
    }

    private void Encode(Span span, TraceChunk chunk, out string scope, out string? version)
    {
        _span.Clear();
        var writer = new ProtobufWriter(_span);
        _encoder.Write(ref writer, span, chunk, out var facts);
        writer.Save();
        facts.Scope(out scope, out version);
    }
}
