using DdRun.Configuration;
using DdRun.Metrics.DogStatsd.Transport;
using Xunit;

namespace DdRun.Runtime.Tests.Metrics;

public sealed class PacketLinkTests
{
    private const long HardlyAny = 1;
    private static readonly byte[] s_line = "x:1|c\n"u8.ToArray();

    [Theory]
    [InlineData("udp")]
    [InlineData("datagram")]
    [InlineData("stream")]
    public void A_server_that_takes_everything_at_once_uses_no_patience_up(string transport)
    {
        using var server = transport switch { "udp" => StatsdServer.Udp(), "datagram" => StatsdServer.UnixDatagram(), _ => StatsdServer.UnixStream() };
        using var link = Link(server);
        link.BeginRound(HardlyAny);
        for (var i = 0; i < 10; i++)
            Assert.True(link.Send(s_line, s_line.Length));
        server.Dispose();
        Assert.Equal(10, server.Sum("x"));
    }

    [Fact]
    public void A_server_that_takes_nothing_is_given_up_for_the_round()
    {
        using var server = StatsdServer.UnixStream();
        using var link = Link(server);
        link.BeginRound(TimeSpan.TicksPerSecond);
        Assert.True(link.Send(s_line, s_line.Length));
        Assert.False(link.IsGivenUp);
        server.Dispose();
        Assert.False(link.Send(s_line, s_line.Length));
        Assert.True(link.IsGivenUp);
    }

    private static PacketLink Link(StatsdServer server)
    {
        Assert.True(StatsdAddress.TryParse(server.Url, out var address, out _));
        return new(address!);
    }
}
