using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using DdRun.Configuration;
using DdRun.Sockets;

namespace DdRun.Metrics.DogStatsd.Transport;

/// <summary>Over the framework's sockets, where <see cref="PosixChannel"/> does not reach.</summary>
internal sealed class SocketChannel : Channel
{
    private readonly byte[] _error = new byte[sizeof(int)];
    private readonly Socket _socket;
    private readonly bool _isUdp;
    private TimeSpan _waited;

    private SocketChannel(Socket socket)
    {
        _socket = socket;
        _isUdp = socket.ProtocolType == ProtocolType.Udp;
        IsStream = socket.SocketType == SocketType.Stream;
    }

    public override long Waited => _waited.Ticks;

    // Not inlined: the JIT would load System.Net.Sockets to see whether it pays.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static SocketChannel? TryConnect(StatsdAddress address)
    {
        if (address.Kind == StatsdTransport.Udp)
        {
            var host = Resolve(address.Host);
            return new(Connect(new(host.AddressFamily, SocketType.Dgram, ProtocolType.Udp), new IPEndPoint(host, address.Port)));
        }
        if (!File.Exists(address.Path))
            return null;
        var path = new UnixDomainSocketEndPoint(address.Path);
        if (address.Socket == StatsdSocket.Stream)
            return new(Connect(new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified), path));
        try
        {
            return new(Connect(new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified), path));
        }
        catch (SocketException e) when (address.Socket == StatsdSocket.Either && e.SocketErrorCode == SocketError.ProtocolType)
        {
            return new(Connect(new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified), path));
        }
    }

    /// <summary>A socket of the system's to a host whose name the framework looks up.</summary>
    /// <returns>0 or what went wrong.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int TryConnectByName(StatsdAddress address, out PosixSocket? socket) =>
        HostSocket.TryConnect(Resolve(address.Host), address.Port, datagrams: true, PatienceMilliseconds, out socket);

    public override SendOutcome Send(byte[] buffer, int length)
    {
        var packet = new ReadOnlySpan<byte>(buffer, 0, length);
        var error = IsStream ? SendFrame(packet) : SendAll(packet);
        if (error == SocketError.Success && _isUdp && WasRefused())
            return SendOutcome.Gone;
        return error switch
        {
            SocketError.Success => SendOutcome.Sent,
            SocketError.MessageSize => SendOutcome.TooLong,
            SocketError.WouldBlock or SocketError.TimedOut or SocketError.NoBufferSpaceAvailable => SendOutcome.Busy,
            _ => SendOutcome.Gone,
        };
    }

    public override void Dispose() => _socket.Dispose();

    private static Socket Connect(Socket socket, EndPoint peer)
    {
        try
        {
            socket.SendTimeout = PatienceMilliseconds;
            socket.SendBufferSize = SendBufferBytes;
            socket.Connect(peer);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static IPAddress Resolve(string host)
    {
        if (host == "localhost")
            return IPAddress.Loopback;
        if (IPAddress.TryParse(host, out var literal))
            return literal;
        var all = Dns.GetHostAddresses(host);
        return Array.Find(all, static one => one.AddressFamily == AddressFamily.InterNetwork) ?? all[0];
    }

    // On the same machine the refusal of a datagram is there as soon as it has been sent.
    private bool WasRefused()
    {
        _socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error, _error);
        return BitConverter.ToInt32(_error) != 0;
    }

    private SocketError SendFrame(ReadOnlySpan<byte> packet)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, packet.Length);
        var error = SendAll(length);
        return error == SocketError.Success ? SendAll(packet) : error;
    }

    private SocketError SendAll(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var start = Stopwatch.GetTimestamp();
            var sent = _socket.Send(bytes, SocketFlags.None, out var error);
            _waited += Stopwatch.GetElapsedTime(start);
            if (error != SocketError.Success)
                return error;
            bytes = bytes[sent..];
        }
        return SocketError.Success;
    }
}
