using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using DdRun.Configuration;
using DdRun.Diagnostics;

namespace DdRun.Agent;

/// <summary>Collects chunks into payloads and gets them to the agent, with retries. On the writer's thread.</summary>
internal sealed class PayloadSender : IDisposable
{
    private const int Retries = 5;
    private static readonly TimeSpan s_firstDelay = TimeSpan.FromMilliseconds(100);

    private readonly Settings _settings;
    private readonly WriterCounters _counters;
    private readonly AgentConnection _connection;
    private readonly V04Encoder _encoder;
    private readonly string _headers;
    private readonly ManualResetEventSlim _hurry = new(false, 0);
    private long _deadline = long.MaxValue;
    private int _pendingSpans;

    public PayloadSender(Settings settings, WriterCounters counters)
    {
        _settings = settings;
        _counters = counters;
        _connection = new AgentConnection(settings.AgentUrl, settings.AgentTimeout);
        _encoder = new V04Encoder(new SpanTags(settings));
        _headers = AgentHeaders.Common(settings) + "Content-Type: application/msgpack\r\nDatadog-Client-Computed-Top-Level: yes\r\nDatadog-Send-Real-Http-Status: 1\r\n";
    }

    /// <summary>The process is about to end: waits no longer than until then.</summary>
    public void HurryUntil(long deadline)
    {
        Volatile.Write(ref _deadline, deadline);
        _hurry.Set();
    }

    public void Add(TraceChunk chunk)
    {
        if (!_encoder.TryAdd(chunk, _settings.WriterMaxPayloadBytes))
        {
            SendPending();
            if (!_encoder.TryAdd(chunk, _settings.WriterMaxPayloadBytes))
            {
                Interlocked.Add(ref _counters.DroppedFailed, chunk.Spans.Count);
                Log.Warn($"A trace of {chunk.Spans.Count} spans is larger than a payload may be; it is dropped.");
                return;
            }
        }
        _pendingSpans += chunk.Spans.Count;
    }

    public void SendPending()
    {
        if (_encoder.ChunkCount == 0)
            return;
        var sent = false;
        try
        {
            sent = TrySend(_encoder.Finish(), _encoder.ChunkCount);
        }
        finally
        {
            if (sent)
            {
                Interlocked.Add(ref _counters.SentSpans, _pendingSpans);
                Interlocked.Add(ref _counters.SentChunks, _encoder.ChunkCount);
            }
            else
            {
                Interlocked.Add(ref _counters.DroppedFailed, _pendingSpans);
            }
            _pendingSpans = 0;
            _encoder.Clear();
        }
    }

    public void Dispose()
    {
        _connection.Dispose();
        _hurry.Dispose();
    }

    private bool TrySend(ArraySegment<byte> payload, int chunks)
    {
        var headers = string.Create(CultureInfo.InvariantCulture, $"{_headers}X-Datadog-Trace-Count: {chunks}\r\n");
        var delay = s_firstDelay;
        for (var attempt = 0; ; attempt++)
        {
            string problem;
            try
            {
                var response = _connection.Send("PUT", _encoder.Path, headers, payload, Remaining());
                if (response.IsSuccess)
                    return true;
                problem = $"status {response.Status}";
                if (response.Status is not (408 or 429 or >= 500))
                    attempt = Retries;
            }
            catch (Exception e) when (e is IOException or SocketException or TimeoutException)
            {
                problem = e.Message;
            }
            if (attempt >= Retries || !Pause(delay))
            {
                Log.Error($"Traces could not be sent to {_settings.AgentUrl}: {problem}.");
                return false;
            }
            delay *= 2;
        }
    }

    // While the process ends a refused connection will not get better in time: one more attempt, then no more.
    private bool Pause(TimeSpan delay)
    {
        if (!_hurry.IsSet)
        {
            _hurry.Wait(delay);
            return true;
        }
        return false;
    }

    private TimeSpan Remaining()
    {
        var deadline = Volatile.Read(ref _deadline);
        return deadline == long.MaxValue ? TimeSpan.MaxValue
            : TimeSpan.FromSeconds(Math.Max(0.05, (double)(deadline - Stopwatch.GetTimestamp()) / Stopwatch.Frequency));
    }
}
