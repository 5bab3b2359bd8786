using Xunit;

namespace DdRun.Runtime.Tests.Metrics;

/// <summary>The short form of the soak in <c>benchmarks/Metrics</c>.</summary>
public sealed class ComingAndGoingTests
{
    [Theory]
    [InlineData("udp")]
    [InlineData("datagram")]
    [InlineData("stream")]
    public void Counters_add_up_to_the_truth_while_agents_come_and_go(string transport)
    {
        const int phases = 30, each = 200;
        var path = StatsdServer.NewPath();
        var port = StatsdServer.LastingPort();
        double received = 0, dropped = 0;
        using var statsd = new Statsd(new() { Url = transport == "udp" ? $"udp://127.0.0.1:{port}" : "unix://" + path, FlushInterval = TimeSpan.FromHours(1) }, StatsdTests.Of([]));
        for (var phase = 0; phase < phases; phase++)
        {
            var server = phase % 2 == 0 ? null : Start();
            for (var i = 0; i < each; i++)
            {
                statsd.Increment("soak.calls", 1, [i % 2 == 0 ? "even" : "odd"]);
                statsd.Distribution("soak.size", i);
                if (i % 50 == 0)
                    statsd.Flush();
            }
            Close(server);
        }
        var last = Start();
        statsd.Dispose();
        Close(last);

        Assert.Equal(phases * each, received);
        Assert.Equal(statsd.Telemetry!.PacketsDropped, dropped);

        StatsdServer Start() => transport switch { "udp" => StatsdServer.Udp(port), "datagram" => StatsdServer.UnixDatagram(path), _ => StatsdServer.UnixStream(path) };

        void Close(StatsdServer? server)
        {
            if (server == null)
                return;
            server.Dispose();
            Assert.Empty(server.Violations.Items);
            received += server.Sum("soak.calls");
            dropped += server.Sum("datadog.dogstatsd.client.packets_dropped");
        }
    }
}
