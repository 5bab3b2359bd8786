using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace DdRun.Benchmarks.Metrics;

/// <summary>
/// Minutes (DD_SOAK_SECONDS, default 600) at an interval of 0.1 s with an agent that comes and goes: memory has to stay flat, and counters
/// have to add up to the truth. The agent goes in an orderly way, so that nothing it has accepted is lost unseen.
/// </summary>
internal static class Soak
{
    private static readonly TimeSpan s_phase = TimeSpan.FromSeconds(3);

    public static void Run()
    {
        var seconds = int.TryParse(Environment.GetEnvironmentVariable("DD_SOAK_SECONDS"), CultureInfo.InvariantCulture, out var given) ? given : 600;
        var path = Path.Combine(Path.GetTempPath(), $"dd-run-soak-{Environment.ProcessId}.dsd");
        var interval = TimeSpan.FromSeconds(0.1);
        var sums = new Dictionary<string, double>();
        using var statsd = new Statsd(new() { Url = "unix://" + path, FlushInterval = interval });
        RuntimeMetrics.Enable("unix://" + path, interval);
        var end = Stopwatch.StartNew();
        long truth = 0, early = 0;
        var isUp = false;
        while (end.Elapsed.TotalSeconds < seconds)
        {
            isUp = !isUp;
            using var agent = isUp ? new SoakAgent(path, sums) : null;
            for (var phase = Stopwatch.StartNew(); phase.Elapsed < s_phase; truth += 100)
            {
                for (var i = 0; i < 100; i++) statsd.Increment("soak.calls", tags: ["from:soak"]);
                statsd.Distribution("soak.size", truth);
                Thread.Yield();
                new ManualResetEventSlim().Wait(1);
            }
            if (early == 0 && end.Elapsed.TotalSeconds > seconds / 4.0) early = Resident();
        }
        var late = Resident();
        using (new SoakAgent(path, sums))
        {
            RuntimeMetrics.Disable();
            statsd.Flush();
            statsd.Dispose();
        }
        Console.WriteLine($"  {seconds} s: {truth} calls, {sums.GetValueOrDefault("soak.calls")} received; packets sent {statsd.Telemetry!.PacketsSent}, dropped {statsd.Telemetry.PacketsDropped} (with those of the runtime metrics: {sums.GetValueOrDefault("datadog.dogstatsd.client.packets_dropped")} reported)");
        Console.WriteLine($"  gen-2 collections: {GC.CollectionCount(2)}, received {sums.GetValueOrDefault("runtime.dotnet.gc.count.gen2")}");
        Console.WriteLine($"  memory after a quarter {early / 1024.0:0.0} MiB, at the end {late / 1024.0:0.0} MiB");
        Console.WriteLine(sums.GetValueOrDefault("soak.calls") == truth && late < early * 1.1 ? "  bar met: sums exact, memory flat" : "  BAR MISSED: sums exact, memory flat");
    }

    // The agent's strings, in the same process, are not what is measured.
    private static long Resident()
    {
        GC.Collect();
        return long.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', '\t')[^2], CultureInfo.InvariantCulture);
    }

    private sealed class SoakAgent : IDisposable
    {
        private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        private readonly string _path;
        private readonly Thread _thread;

        public SoakAgent(string path, Dictionary<string, double> sums)
        {
            _path = path;
            File.Delete(path);
            _socket.Bind(new UnixDomainSocketEndPoint(path));
            _thread = new(() => Receive(sums));
            _thread.Start();
        }

        public void Dispose()
        {
            File.Delete(_path);
            // Senders are refused from now on; what they have handed over is still read.
            _socket.Shutdown(SocketShutdown.Receive);
            _thread.Join();
            _socket.Dispose();
        }

        private void Receive(Dictionary<string, double> sums)
        {
            var buffer = new byte[65536];
            while (_socket.Receive(buffer) is > 0 and var length)
                foreach (var line in System.Text.Encoding.UTF8.GetString(buffer, 0, length).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                {
                    var colon = line.IndexOf(':', StringComparison.Ordinal);
                    var bar = line.IndexOf('|', StringComparison.Ordinal);
                    if (line[bar + 1] != 'c') continue;
                    var name = line[..colon];
                    sums[name] = sums.GetValueOrDefault(name) + double.Parse(line.AsSpan(colon + 1, bar - colon - 1), CultureInfo.InvariantCulture);
                }
        }
    }
}
