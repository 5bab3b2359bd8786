using DdRun.Configuration;
using DdRun.Metrics.Transport;
using Xunit;

namespace DdRun.Runtime.Tests.Metrics;

public sealed class PacketLinkTests
{
    private static readonly TimeSpan s_hardlyAny = TimeSpan.FromTicks(1);

    [Theory]
    [InlineData("udp")]
    [InlineData("datagram")]
    [InlineData("stream")]
    public void A_server_that_takes_everything_at_once_uses_no_patience_up(string transport)
    {
        using var server = transport switch { "udp" => StatsdServer.Udp(), "datagram" => StatsdServer.UnixDatagram(), _ => StatsdServer.UnixStream() };
        using var link = Link(server);
        link.BeginRound(s_hardlyAny);
        for (var i = 0; i < 10; i++) Assert.True(link.Send("x:1|c\n"u8));
        server.Dispose();
        Assert.Equal(10, server.Sum("x"));
    }

    [Fact]
    public void A_server_that_takes_nothing_is_given_up_for_the_round()
    {
        using var server = StatsdServer.UnixStream();
        using var link = Link(server);
        link.BeginRound(TimeSpan.FromSeconds(1));
        Assert.True(link.Send("x:1|c\n"u8));
        Assert.False(link.IsGivenUp);
        server.Dispose();
        Assert.False(link.Send("x:1|c\n"u8));
        Assert.True(link.IsGivenUp);
    }

    private static PacketLink Link(StatsdServer server)
    {
        Assert.True(StatsdAddress.TryParse(server.Url, out var address, out _));
        return new(address!);
    }
}
