using System.Globalization;
using System.Net.NetworkInformation;

namespace DdRun.Benchmarks.Metrics;

/// <summary>An address at which agents come and go, and what they have received.</summary>
internal sealed class SoakLine(string transport) : IDisposable
{
    private SoakAgent? _agent;

    public string Transport => transport;

    public string Url { get; } = transport == "udp" ? $"udp://127.0.0.1:{LastingPort()}" : "unix://" + Path.Combine(Path.GetTempPath(), $"dd-run-soak-{Environment.ProcessId}-{transport}.dsd");

    /// <summary>Counters, by name.</summary>
    public Dictionary<string, double> Sums { get; } = [];

    public void Open() => _agent = new(Url, transport == "stream", Sums);

    public void Close()
    {
        _agent?.Dispose();
        _agent = null;
    }

    public void Dispose() => Close();

    /// <summary>Compares with what the client says: calls, packets sent and dropped.</summary>
    public bool Check(string client, bool isShared)
    {
        var numbers = client.Split(' ').Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        var (calls, sent, dropped) = (numbers[0], numbers[1], numbers[2]);
        var (received, reported) = (Sums.GetValueOrDefault("soak.calls"), Sums.GetValueOrDefault("datadog.dogstatsd.client.packets_dropped"));
        var isExact = received == calls && (isShared ? reported >= dropped : reported == dropped);
        Console.WriteLine($"  {transport}: {calls} calls, {received} received; packets sent {sent}, dropped {dropped}, reported {reported}: {(isExact ? "exact" : "NOT EXACT")}");
        return isExact;
    }

    // Below those that the system hands out while no agent has it.
    private static int LastingPort()
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveUdpListeners().Select(static one => one.Port).ToHashSet();
        return Enumerable.Range(18125, 1000).First(port => !taken.Contains(port));
    }
}
