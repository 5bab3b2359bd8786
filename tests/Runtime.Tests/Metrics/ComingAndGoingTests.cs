using Xunit;

namespace DdRun.Runtime.Tests.Metrics;

/// <summary>The short form of the soak in <c>benchmarks/Metrics</c>.</summary>
public sealed class ComingAndGoingTests
{
    [Fact]
    public void Counters_add_up_to_the_truth_while_agents_come_and_go()
    {
        const int phases = 30, each = 200;
        var path = StatsdServer.NewPath();
        double received = 0, dropped = 0;
        using var statsd = new Statsd(new() { Url = "unix://" + path, FlushInterval = TimeSpan.FromHours(1) }, StatsdTests.Of([]));
        for (var phase = 0; phase < phases; phase++)
        {
            var server = phase % 2 == 0 ? null : StatsdServer.UnixDatagram(path);
            for (var i = 0; i < each; i++)
            {
                statsd.Increment("soak.calls", 1, [i % 2 == 0 ? "even" : "odd"]);
                statsd.Distribution("soak.size", i);
                if (i % 50 == 0) statsd.Flush();
            }
            Close(server);
        }
        var last = StatsdServer.UnixDatagram(path);
        statsd.Dispose();
        Close(last);

        Assert.Equal(phases * each, received);
        Assert.Equal(statsd.Telemetry!.PacketsDropped, dropped);

        void Close(StatsdServer? server)
        {
            if (server == null) return;
            server.Dispose();
            Assert.Empty(server.Violations.Items);
            received += server.Sum("soak.calls");
            dropped += server.Sum("datadog.dogstatsd.client.packets_dropped");
        }
    }
}
