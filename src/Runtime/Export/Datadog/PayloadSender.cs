using System.Globalization;
using DdRun.Configuration;
using DdRun.Diagnostics;
using DdRun.Export.Datadog.Agent;
using DdRun.Export.Datadog.Spans;

namespace DdRun.Export.Datadog;

/// <summary>Collects chunks into payloads and gets them to the agent. On the writer's thread.</summary>
internal sealed class PayloadSender
{
    // A quarter of a processor's own cache: more would displace what the target works with, and keep the processor for longer at a time.
    private const int EagerPayload = 256 * 1024;

    private readonly Settings _settings;
    private readonly AgentClient _client;
    private readonly WriterCounters _counters;
    private readonly HealthMetrics _health;
    private readonly Action<byte[]> _onAnswer;
    private readonly SpanTags _tags;
    private readonly V04Encoder _v04;
    private V05Encoder? _v05;
    private readonly KeepRateAverage _keepRate = new();
    private ITraceEncoder? _encoder;
    private bool _v05Refused;
    private long _sentChunks, _lostChunks;

    public PayloadSender(Settings settings, AgentClient client, WriterCounters counters, HealthMetrics health, Action<byte[]> onAnswer)
    {
        _settings = settings;
        _client = client;
        _counters = counters;
        _health = health;
        _onAnswer = onAnswer;
        _tags = new SpanTags(settings);
        _v04 = new V04Encoder(_tags);
    }

    /// <summary>Whether dropped traces are in the statistics.</summary>
    public bool ComputesStats { get; set; }

    /// <summary>Traces and spans that were left out because they were not sampled, since the last payload.</summary>
    public (long Traces, long Spans) Unsampled { get; set; }

    public void Add(TraceChunk chunk)
    {
        _encoder ??= ChooseEncoder();
        chunk.KeepRate = _keepRate.Value;
        if (_encoder.TryAdd(chunk, _settings.WriterMaxPayloadBytes))
        {
            if (_encoder.Size >= EagerPayload)
                SendPending();
            return;
        }
        if (_encoder.Chunks.Count > 0)
        {
            SendPending();
            Add(chunk);
        }
        else if (chunk.Spans.Count > 1)
        {
            // More than a payload holds goes in parts, each with the tags of a chunk root.
            var half = chunk.Spans.Count / 2;
            Add(new TraceChunk(chunk.Root, chunk.Spans[..half]));
            Add(new TraceChunk(chunk.Root, chunk.Spans[half..]));
        }
        else
        {
            Interlocked.Increment(ref _counters.DroppedFailed);
            Log.Warn($"The span '{chunk.Spans[0].Name}' is larger than a payload may be; it is dropped.");
        }
    }

    public void SendPending()
    {
        var encoder = _encoder;
        // First, so that nothing that fails below makes the same payload go another time.
        _encoder = null;
        if (encoder is { Chunks.Count: > 0 })
        {
            Deliver(encoder, 0, encoder.Chunks.Count);
            encoder.Clear();
        }
        UpdateKeepRate();
    }

    /// <summary>Encodes as for an agent that has not been asked yet, and throws the result away.</summary>
    public void Rehearse(TraceChunk chunk)
    {
        var encoder = new V04Encoder(_tags);
        encoder.TryAdd(chunk, _settings.WriterMaxPayloadBytes);
        encoder.Payload(0, encoder.Chunks.Count);
        Headers(encoder.Chunks.Count);
    }

    private void Deliver(ITraceEncoder encoder, int first, int count)
    {
        var outcome = TrySend(encoder, first, count, out var bytes);
        if (outcome == Delivery.TooLarge && count > 1)
        {
            Deliver(encoder, first, count / 2);
            Deliver(encoder, first + count / 2, count - count / 2);
            return;
        }
        var spans = encoder.Chunks.Spans(first, count);
        if (outcome == Delivery.Sent)
        {
            Interlocked.Add(ref _counters.SentSpans, spans);
            Interlocked.Add(ref _counters.SentChunks, count);
            _sentChunks += count;
            Unsampled = default;
            _health.Sent(bytes, count);
            return;
        }
        Interlocked.Add(ref _counters.DroppedFailed, spans);
        _lostChunks += count;
        _health.Lost(bytes, count);
        if (outcome == Delivery.Unsupported && ReferenceEquals(encoder, _v05))
        {
            _v05Refused = true;
            Log.Warn($"The agent at {_settings.AgentUrl} does not take v0.5; {spans} spans are lost, from now on v0.4 is used.");
        }
        else if (outcome != Delivery.Failed)
        {
            Log.Error($"The agent at {_settings.AgentUrl} refused {spans} spans ({bytes} bytes): {outcome}");
        }
    }

    private Delivery TrySend(ITraceEncoder encoder, int first, int count, out int bytes)
    {
        bytes = 0;
        try
        {
            var payload = encoder.Payload(first, count);
            bytes = payload.Length;
            return _client.Send(encoder.Path, Headers(count), payload, onAnswer: _onAnswer);
        }
        catch (Exception e)
        {
            // The client keeps to itself what fails from the first byte on.
            Log.Error("A payload could not be made.", e);
            return Delivery.Failed;
        }
    }

    private ITraceEncoder ChooseEncoder()
    {
        _client.RefreshInfo();
        _v04.NativeEvents = _settings.NativeSpanEvents || _client.Info.SpanEvents;
        return _settings.ApiVersion == "v0.5" && _client.Info.HasV05 && !_v05Refused && !_settings.NativeSpanEvents ? V05() : _v04;
    }

    // Made when it is needed: an agent that is not asked before the process ends gets v0.4.
    private ITraceEncoder V05() => _v05 ??= new(_tags);

    private string Headers(int chunks)
    {
        var headers = "Content-Type: application/msgpack\r\nX-Datadog-Trace-Count: " + chunks.ToString(CultureInfo.InvariantCulture)
            + "\r\nDatadog-Client-Computed-Top-Level: yes\r\nDatadog-Send-Real-Http-Status: 1\r\n";
        if (!ComputesStats)
            return headers;
        var (traces, spans) = Unsampled;
        return headers + string.Create(CultureInfo.InvariantCulture,
            $"Datadog-Client-Computed-Stats: yes\r\nDatadog-Client-Dropped-P0-Traces: {traces}\r\nDatadog-Client-Dropped-P0-Spans: {spans}\r\n");
    }

    // What the queue had to refuse counts as well: it says how much to trust what arrives.
    private void UpdateKeepRate()
    {
        var lost = _lostChunks + Interlocked.Exchange(ref _counters.RefusedChunks, 0);
        _keepRate.Add(_sentChunks, _sentChunks + lost);
        _sentChunks = _lostChunks = 0;
    }
}
