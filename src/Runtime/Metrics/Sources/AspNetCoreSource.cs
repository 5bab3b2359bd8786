using System.Diagnostics.Metrics;

namespace DdRun.Metrics.Sources;

/// <summary>Requests and connections of ASP.NET Core, from its own meters.</summary>
internal sealed class AspNetCoreSource : IMetricSource, IDisposable
{
    private const string HostingMeter = "Microsoft.AspNetCore.Hosting";
    private const string KestrelMeter = "Microsoft.AspNetCore.Server.Kestrel";
    private const int FirstServerError = 500;

    private readonly byte[] _requestsName = MetricText.Bytes("runtime.dotnet.aspnetcore.requests.current");
    private readonly byte[] _requestsTotal = MetricText.Bytes("runtime.dotnet.aspnetcore.requests.total");
    private readonly byte[] _requestsFailedName = MetricText.Bytes("runtime.dotnet.aspnetcore.requests.failed");
    private readonly byte[] _requestQueue = MetricText.Bytes("runtime.dotnet.aspnetcore.requests.queue_length");
    private readonly byte[] _connectionsName = MetricText.Bytes("runtime.dotnet.aspnetcore.connections.current");
    private readonly byte[] _connectionQueue = MetricText.Bytes("runtime.dotnet.aspnetcore.connections.queue_length");
    private readonly byte[] _connectionsTotal = MetricText.Bytes("runtime.dotnet.aspnetcore.connections.total");

    private readonly MeterListener _listener = new();
    private readonly Level _requests = new();
    private readonly Level _queuedRequests = new();
    private readonly Level _connections = new();
    private readonly Level _queuedConnections = new();
    private readonly Level _requestsDone = new();
    private readonly Level _requestsFailed = new();
    private readonly Level _connectionsDone = new();
    private bool _sawHosting;
    private bool _sawKestrel;

    public AspNetCoreSource()
    {
        _listener.InstrumentPublished = OnInstrument;
        _listener.SetMeasurementEventCallback<long>(OnLevel);
        _listener.SetMeasurementEventCallback<double>(OnDuration);
        _listener.Start();
    }

    public void Collect(MetricSink sink)
    {
        if (_sawHosting)
        {
            sink.Gauge(_requestsName, _requests.Value);
            sink.Gauge(_requestsTotal, _requestsDone.Value);
            sink.Gauge(_requestsFailedName, _requestsFailed.Value);
        }
        if (!_sawKestrel)
            return;
        sink.Gauge(_requestQueue, _queuedRequests.Value);
        sink.Gauge(_connectionsName, _connections.Value);
        sink.Gauge(_connectionQueue, _queuedConnections.Value);
        sink.Gauge(_connectionsTotal, _connectionsDone.Value + _connections.Value);
    }

    public void Dispose() => _listener.Dispose();

    private void OnInstrument(Instrument instrument, MeterListener listener)
    {
        var meter = instrument.Meter.Name;
        if (meter is not (HostingMeter or KestrelMeter))
            return;
        var state = instrument.Name switch
        {
            "http.server.active_requests" => _requests,
            "http.server.request.duration" => _requestsDone,
            "kestrel.queued_requests" => _queuedRequests,
            "kestrel.active_connections" => _connections,
            "kestrel.queued_connections" => _queuedConnections,
            "kestrel.connection.duration" => _connectionsDone,
            _ => null,
        };
        if (state == null)
            return;
        _sawHosting |= meter == HostingMeter;
        _sawKestrel |= meter == KestrelMeter;
        listener.EnableMeasurementEvents(instrument, state);
    }

    private static void OnLevel(Instrument instrument, long change, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state) =>
        ((Level)state!).Add(change);

    private void OnDuration(Instrument instrument, double seconds, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        ((Level)state!).Add(1);
        if (state != _requestsDone)
            return;
        foreach (var (name, value) in tags)
            if (name == "http.response.status_code" && value is >= FirstServerError)
                _requestsFailed.Add(1);
    }

    private sealed class Level
    {
        private long _value;

        // What was under way when listening began may end without having begun.
        public long Value => Math.Max(0, Interlocked.Read(ref _value));

        public void Add(long change) => Interlocked.Add(ref _value, change);
    }
}
