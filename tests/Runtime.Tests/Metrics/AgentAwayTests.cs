using System.Net.Sockets;
using DdRun.Testing;
using Xunit;

namespace DdRun.Runtime.Tests.Metrics;

/// <summary>Servers that are not there, go, and come back.</summary>
public sealed class AgentAwayTests
{
    [Theory]
    [InlineData("udp")]
    [InlineData("datagram")]
    [InlineData("stream")]
    public async Task Counters_wait_for_a_server_that_comes_back_at_the_same_address(string transport)
    {
        var path = StatsdServer.NewPath();
        var port = StatsdServer.LastingPort();
        var first = Start();
        using var statsd = Client(first.Url);
        statsd.Increment("orders", 1);
        statsd.Flush();
        await first.First("orders");
        first.Dispose();

        for (var i = 0; i < 20; i++)
        {
            statsd.Increment("orders", 10);
            statsd.Flush();
        }
        Assert.True(statsd.Telemetry!.PacketsDropped > 0);

        using var second = Start();
        statsd.Increment("orders", 100);
        statsd.Flush();
        await second.First("orders");
        Assert.Equal(300, second.Sum("orders"));
        Assert.Empty(second.Violations.Items);

        StatsdServer Start() => transport switch { "udp" => StatsdServer.Udp(port), "datagram" => StatsdServer.UnixDatagram(path), _ => StatsdServer.UnixStream(path) };
    }

    [Fact]
    public async Task The_client_resumes_by_itself_within_an_interval()
    {
        var path = StatsdServer.NewPath();
        using var statsd = new Statsd(new() { Url = "unix://" + path, FlushInterval = TimeSpan.FromMilliseconds(20) }, StatsdTests.Of([]));
        statsd.Increment("orders", 5);
        statsd.Flush();
        using var server = StatsdServer.UnixDatagram(path);
        Assert.Equal(5, (await server.First("orders")).Value);
    }

    [Theory]
    [InlineData("unix:///no/such/folder/dsd.socket")]
    [InlineData("udp://127.0.0.1:1")]
    [InlineData("udp://[::1]:1")]
    [InlineData("udp://no-such-host.invalid:8125")]
    [InlineData("nonsense://x")]
    public void Nobody_there_is_no_reason_to_throw(string url)
    {
        using var statsd = new Statsd(new() { Url = url }, StatsdTests.Of(new() { ["DD_DOGSTATSD_URL"] = "udp://127.0.0.1:1" }));
        statsd.Increment("x");
        statsd.Event("title", "text");
        statsd.Flush();
        Assert.Equal(0, statsd.Telemetry!.PacketsSent);
        Assert.True(statsd.Telemetry.PacketsDropped > 0);
    }

    [Fact]
    public async Task A_server_that_does_not_read_holds_nothing_up_for_good()
    {
        const int values = 20_000;
        var path = StatsdServer.NewPath();
        using var deaf = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        deaf.Bind(new UnixDomainSocketEndPoint(path));
        using var statsd = Client("unix://" + path);
        for (var i = 0; i < values; i++)
            statsd.Distribution("size", i, [$"series:{i % 100}"]);
        statsd.Flush();
        statsd.Increment("orders", 5);
        statsd.Flush();
        Assert.True(statsd.Telemetry!.PacketsDropped > 0);

        File.Delete(path);
        deaf.Dispose();
        using var server = StatsdServer.UnixDatagram(path);
        statsd.Flush();
        Assert.Equal(5, (await server.First("orders")).Value);
    }

    [Fact]
    public void A_file_that_is_no_socket_is_no_reason_to_throw()
    {
        using var folder = new TemporaryFolder();
        using var statsd = Client("unix://" + folder.Write("dsd.socket", ""));
        statsd.Increment("x");
        statsd.Flush();
        Assert.Equal(0, statsd.Telemetry!.PacketsSent);
    }

    [Fact]
    public async Task Over_version_6_addresses_it_works_as_well()
    {
        using var server = StatsdServer.Udp6();
        using var statsd = Client(server.Url);
        statsd.Increment("orders");
        statsd.Flush();
        Assert.Equal(1, (await server.First("orders")).Value);
    }

    [Fact]
    public async Task What_was_dropped_is_reported_later()
    {
        var path = StatsdServer.NewPath();
        using var statsd = new Statsd(new() { Url = "unix://" + path, FlushInterval = TimeSpan.FromHours(1) }, StatsdTests.Of([]));
        statsd.Gauge("lost", 1);
        statsd.Flush();
        using var server = StatsdServer.UnixDatagram(path);
        statsd.Dispose();
        var dropped = await server.First("datadog.dogstatsd.client.packets_dropped");
        Assert.Equal(1, dropped.Value);
        Assert.Equal(1, (await server.First("datadog.dogstatsd.client.packets_dropped_writer")).Value);
        Assert.Equal("uds", dropped.Tag("client_transport"));
        Assert.Equal("csharp", dropped.Tag("client"));
    }

    private static Statsd Client(string url) => new(new() { Url = url, Telemetry = false, FlushInterval = TimeSpan.FromHours(1) }, StatsdTests.Of([]));
}
