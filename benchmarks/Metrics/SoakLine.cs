using System.Net.NetworkInformation;

namespace DdRun.Benchmarks.Metrics;

/// <summary>A client, the agents that come and go at its address, and what both of them know.</summary>
internal sealed class SoakLine : IDisposable
{
    private readonly bool _isStream;
    private readonly Statsd _statsd;
    private SoakAgent? _agent;

    public SoakLine(string transport, TimeSpan interval)
    {
        Transport = transport;
        _isStream = transport == "stream";
        Url = transport == "udp" ? $"udp://127.0.0.1:{FreePort()}" : "unix://" + Path.Combine(Path.GetTempPath(), $"dd-run-soak-{Environment.ProcessId}-{transport}.dsd");
        _statsd = new(new() { Url = Url, FlushInterval = interval });
    }

    public string Transport { get; }

    public string Url { get; }

    /// <summary>What has been counted.</summary>
    public long Truth { get; private set; }

    /// <summary>What has been received, by name.</summary>
    public Dictionary<string, double> Sums { get; } = [];

    public double Received => Sums.GetValueOrDefault("soak.calls");

    public double ReportedDrops => Sums.GetValueOrDefault("datadog.dogstatsd.client.packets_dropped");

    public (long Sent, long Dropped) Packets => (_statsd.Telemetry!.PacketsSent, _statsd.Telemetry.PacketsDropped);

    public void Count(int calls)
    {
        for (var i = 0; i < calls; i++) _statsd.Increment("soak.calls", tags: ["from:soak"]);
        Truth += calls;
        _statsd.Distribution("soak.size", Truth);
    }

    public void Open() => _agent = new(Url, _isStream, Sums);

    public void Close()
    {
        _agent?.Dispose();
        _agent = null;
    }

    /// <summary>Sends the last values; an agent has to be there.</summary>
    public void Dispose() => _statsd.Dispose();

    // Below those that the system gives to others while no agent has it.
    private static int FreePort()
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveUdpListeners().Select(static one => one.Port).ToHashSet();
        return Enumerable.Range(18125, 1000).First(port => !taken.Contains(port));
    }
}
