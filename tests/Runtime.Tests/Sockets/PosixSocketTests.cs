using System.Net;
using System.Net.Sockets;
using DdRun.Sockets;

namespace DdRun.Runtime.Tests.Sockets;

public sealed class PosixSocketTests : IDisposable
{
    private const int Patience = 30_000;
    private const int Refused = 111;
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"dd-run-{Guid.NewGuid():n}.sock");

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("localhost", 0x7f000001)]
    [InlineData("LocalHost", 0x7f000001)]
    [InlineData("127.0.0.1", 0x7f000001)]
    [InlineData("10.20.30.255", 0x0a141eff)]
    [InlineData("0.0.0.0", 0)]
    public void Numeric_addresses_and_localhost_are_understood(string host, uint expected)
    {
        Assert.True(PosixSocket.TryParse(host, out var address));
        Assert.Equal(expected, address);
    }

    [Theory]
    [InlineData("")]
    [InlineData("agent")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1..2.3")]
    [InlineData("1.2.3.256")]
    [InlineData("300.2.3.4")]
    [InlineData("1.2.3.4x")]
    [InlineData("::1")]
    public void Everything_else_is_left_to_name_resolution(string host) => Assert.False(PosixSocket.TryParse(host, out _));

    [Fact]
    public void Bytes_go_both_ways_over_TCP()
    {
        using var listener = Listen(AddressFamily.InterNetwork, SocketType.Stream, new IPEndPoint(IPAddress.Loopback, 0));
        Assert.Equal(0, PosixSocket.TryConnect(0x7f000001, ((IPEndPoint)listener.LocalEndPoint!).Port, false, Patience, out var socket));
        using var peer = listener.Accept();
        AssertBothWays(socket!, peer);
    }

    [Fact]
    public void Bytes_go_both_ways_over_IPv6()
    {
        if (!Socket.OSSupportsIPv6)
            return;
        using var listener = Listen(AddressFamily.InterNetworkV6, SocketType.Stream, new IPEndPoint(IPAddress.IPv6Loopback, 0));
        Assert.Equal(0, PosixSocket.TryConnectLoopback6(((IPEndPoint)listener.LocalEndPoint!).Port, Patience, out var socket));
        using var peer = listener.Accept();
        AssertBothWays(socket!, peer);
    }

    [Fact]
    public void Bytes_go_both_ways_over_a_Unix_socket()
    {
        using var listener = Listen(AddressFamily.Unix, SocketType.Stream, new UnixDomainSocketEndPoint(_path));
        Assert.Equal(0, PosixSocket.TryConnect(_path, false, Patience, out var socket));
        using var peer = listener.Accept();
        AssertBothWays(socket!, peer);
    }

    [Fact]
    public async Task More_than_the_system_buffers_is_sent_once_the_peer_reads()
    {
        using var listener = Listen(AddressFamily.Unix, SocketType.Stream, new UnixDomainSocketEndPoint(_path));
        Assert.Equal(0, PosixSocket.TryConnect(_path, false, Patience, out var socket));
        using var peer = listener.Accept();
        var bytes = new byte[4 * 1024 * 1024];
        new Random(1).NextBytes(bytes);
        var received = Task.Run(() =>
        {
            using var all = new MemoryStream();
            using var stream = new NetworkStream(peer);
            stream.CopyTo(all);
            return all.ToArray();
        });
        Assert.Equal(0, socket!.Send(bytes, Patience));
        socket.Dispose();
        Assert.Equal(bytes, await received);
    }

    [Fact]
    public void A_refused_connection_says_so()
    {
        using var bound = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        bound.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Assert.Equal(Refused, PosixSocket.TryConnect(0x7f000001, ((IPEndPoint)bound.LocalEndPoint!).Port, false, Patience, out var socket));
        Assert.Null(socket);
        Assert.Equal("Connection refused", new SocketFailure(Refused).Message);
    }

    [Fact]
    public void A_path_that_is_too_long_is_an_error() =>
        Assert.NotEqual(0, PosixSocket.TryConnect(new string('x', 108), true, Patience, out _));

    [Fact]
    public void A_datagram_that_nobody_wants_is_known_afterwards()
    {
        using var bound = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        bound.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)bound.LocalEndPoint!).Port;
        Assert.Equal(0, PosixSocket.TryConnect(0x7f000001, port, true, Patience, out var socket));
        using (socket)
        {
            Assert.Equal(0, socket!.Send("a"u8, Patience));
            Assert.Equal(0, socket.PendingError);
            bound.Close();
            Assert.Equal(0, socket.Send("b"u8, Patience));
            Assert.Equal(Refused, socket.PendingError);
        }
    }

    [Fact]
    public void Reading_from_a_silent_peer_ends_when_patience_does()
    {
        using var listener = Listen(AddressFamily.Unix, SocketType.Stream, new UnixDomainSocketEndPoint(_path));
        Assert.Equal(0, PosixSocket.TryConnect(_path, false, Patience, out var socket));
        using var stream = new PosixStream(socket!) { Patience = 1 };
        Assert.Throws<TimeoutException>(() => stream.ReadByte());
    }

    private static Socket Listen(AddressFamily family, SocketType type, EndPoint at)
    {
        var listener = new Socket(family, type, ProtocolType.Unspecified);
        listener.Bind(at);
        listener.Listen();
        return listener;
    }

    private static void AssertBothWays(PosixSocket socket, Socket peer)
    {
        using var stream = new PosixStream(socket);
        stream.Write("question"u8);
        var buffer = new byte[16];
        Assert.Equal(8, peer.Receive(buffer));
        peer.Send("answer"u8);
        Assert.Equal(6, stream.Read(buffer));
        Assert.Equal("answer"u8, buffer.AsSpan(0, 6));
        peer.Close();
        Assert.Equal(0, stream.Read(buffer));
    }
}
