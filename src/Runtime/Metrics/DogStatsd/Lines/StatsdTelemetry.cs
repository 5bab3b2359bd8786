using System.Runtime.CompilerServices;
using DdRun.Jit;

namespace DdRun.Metrics.DogStatsd.Lines;

/// <summary>What the client says about itself: what it sent, and above all what it had to drop.</summary>
internal sealed class StatsdTelemetry
{
    private readonly Total _metrics = new("datadog.dogstatsd.client.metrics");
    private readonly Total _events = new("datadog.dogstatsd.client.events");
    private readonly Total _serviceChecks = new("datadog.dogstatsd.client.service_checks");
    private readonly Total _bytesSent = new("datadog.dogstatsd.client.bytes_sent");
    private readonly Total _bytesDropped = new("datadog.dogstatsd.client.bytes_dropped");
    private readonly Total _bytesDroppedQueue = new("datadog.dogstatsd.client.bytes_dropped_queue");
    private readonly Total _bytesDroppedWriter = new("datadog.dogstatsd.client.bytes_dropped_writer");
    private readonly Total _packetsSent = new("datadog.dogstatsd.client.packets_sent");
    private readonly Total _packetsDropped = new("datadog.dogstatsd.client.packets_dropped");
    private readonly Total _packetsDroppedQueue = new("datadog.dogstatsd.client.packets_dropped_queue");
    private readonly Total _packetsDroppedWriter = new("datadog.dogstatsd.client.packets_dropped_writer");
    private readonly Total _refused = new("datadog.dogstatsd.client.metric_dropped_on_receive");
    private readonly Total[] _all;
    private long _refusals;
    private long _queueDrops;
    private long _queueDropBytes;

    public StatsdTelemetry() => _all =
    [
        _metrics, _events, _serviceChecks, _bytesSent, _bytesDropped, _bytesDroppedQueue, _bytesDroppedWriter,
        _packetsSent, _packetsDropped, _packetsDroppedQueue, _packetsDroppedWriter, _refused,
    ];

    public long PacketsSent => (long)_packetsSent.Value;

    public long PacketsDropped => (long)_packetsDroppedWriter.Value;

    public long Refusals => Interlocked.Read(ref _refusals);

    /// <summary>A call that could not become a line: no name, not a number, too long, too many contexts.</summary>
    public void Refuse() => Interlocked.Increment(ref _refusals);

    /// <summary>An event or service check for which the queue had no place.</summary>
    public void DropFromQueue(int bytes)
    {
        Interlocked.Increment(ref _queueDrops);
        Interlocked.Add(ref _queueDropBytes, bytes);
    }

    [MethodImpl(Compile.Once)]
    public void Packet(int bytes, bool sent)
    {
        (sent ? _packetsSent : _packetsDroppedWriter).Value++;
        (sent ? _bytesSent : _bytesDroppedWriter).Value += bytes;
    }

    [MethodImpl(Compile.Once)]
    public void Metrics(int lines) => _metrics.Value += lines;

    public void Event() => _events.Value++;

    public void ServiceCheck() => _serviceChecks.Value++;

    [MethodImpl(Compile.Once)]
    public void Write(MetricSink sink)
    {
        _refused.Value = Interlocked.Read(ref _refusals);
        _packetsDroppedQueue.Value = Interlocked.Read(ref _queueDrops);
        _bytesDroppedQueue.Value = Interlocked.Read(ref _queueDropBytes);
        _packetsDropped.Value = _packetsDroppedWriter.Value + _packetsDroppedQueue.Value;
        _bytesDropped.Value = _bytesDroppedWriter.Value + _bytesDroppedQueue.Value;
        if (!HasNews())
            return;
        foreach (var total in _all)
            sink.Count(total);
    }

    [MethodImpl(Compile.Once)]
    private bool HasNews()
    {
        foreach (var total in _all)
            if (total.HasNews)
                return true;
        return false;
    }
}
