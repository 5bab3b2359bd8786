using System.Net;
using System.Net.Sockets;
using DdRun.Configuration;
using DdRun.Diagnostics;

namespace DdRun.Metrics;

/// <summary>
/// Carries packets to the server over UDP, a Unix datagram socket or a Unix stream socket (whichever listens at the path).
/// Never throws, never waits longer than <see cref="PatienceMilliseconds"/> a round, and opens itself again when the server comes back.
/// </summary>
internal sealed class StatsdSocket(StatsdAddress address) : IDisposable
{
    public const int UdpLimit = 1432;
    public const int UnixLimit = 8192;
    private const int PatienceMilliseconds = 40;
    private const int MinimalSendBuffer = 32 * 1024;

    private readonly byte[] _error = new byte[sizeof(int)];
    private Socket? _socket;
    private bool _givenUp;

    /// <summary>Bytes that several lines may fill together.</summary>
    public int Limit => address.Kind == StatsdTransport.Udp ? UdpLimit : UnixLimit;

    public bool IsStream { get; private set; }

    /// <summary>The name that clients report themselves with.</summary>
    public string Transport => address.Kind == StatsdTransport.Udp ? "udp" : IsStream ? "uds-stream" : "uds";

    /// <summary>A server that did not answer in the last round gets another chance in this one.</summary>
    public void BeginRound() => _givenUp = false;

    /// <summary>Connects ahead of the first packet: a name may take long to resolve, and at exit there is no time for that.</summary>
    public void Prepare()
    {
        if (_socket == null) TryConnect();
    }

    /// <returns>False when the packet certainly did not reach the server.</returns>
    public bool Send(ReadOnlySpan<byte> packet)
    {
        if (_givenUp) return false;
        for (var attempt = 0; attempt < 2; attempt++)
        {
            if (_socket == null && !TryConnect()) break;
            switch (IsStream ? SendFrame(packet) : SendDatagram(packet))
            {
                case SocketError.Success:
                    return true;
                case SocketError.MessageSize:
                    return false;
                case SocketError.WouldBlock or SocketError.TimedOut or SocketError.NoBufferSpaceAvailable:
                    if (IsStream) Close();
                    _givenUp = true;
                    return false;
                default:
                    // The peer is gone; another may listen at the same address by now.
                    Close();
                    break;
            }
        }
        _givenUp = true;
        return false;
    }

    public void Dispose() => Close();

    private SocketError SendDatagram(ReadOnlySpan<byte> packet)
    {
        _socket!.Send(packet, SocketFlags.None, out var error);
        return error == SocketError.Success && address.Kind == StatsdTransport.Udp && WasRefused() ? SocketError.ConnectionRefused : error;
    }

    // On the same machine the refusal of a datagram is there as soon as it has been sent.
    private bool WasRefused()
    {
        _socket!.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error, _error);
        return BitConverter.ToInt32(_error) != 0;
    }

    private SocketError SendFrame(ReadOnlySpan<byte> packet)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(length, packet.Length);
        var error = SendAll(length);
        return error == SocketError.Success ? SendAll(packet) : error;
    }

    private SocketError SendAll(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var sent = _socket!.Send(bytes, SocketFlags.None, out var error);
            if (error != SocketError.Success) return error;
            bytes = bytes[sent..];
        }
        return SocketError.Success;
    }

    private bool TryConnect()
    {
        try
        {
            if (address.Kind == StatsdTransport.Udp)
            {
                var host = Resolve(address.Host);
                Connect(new(host.AddressFamily, SocketType.Dgram, ProtocolType.Udp), new IPEndPoint(host, address.Port));
                return true;
            }
            if (!File.Exists(address.Path)) return false;
            var path = new UnixDomainSocketEndPoint(address.Path);
            IsStream = false;
            try
            {
                Connect(new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified), path);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.ProtocolType)
            {
                Connect(new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified), path);
                IsStream = true;
            }
            return true;
        }
        catch (Exception e)
        {
            Close();
            if (Log.IsDebug) Log.Debug($"No DogStatsD at {address}: {e.Message}");
            return false;
        }
    }

    private void Connect(Socket socket, EndPoint peer)
    {
        try
        {
            socket.SendTimeout = PatienceMilliseconds;
            if (socket.SendBufferSize < MinimalSendBuffer) socket.SendBufferSize = MinimalSendBuffer;
            socket.Connect(peer);
            _socket = socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static IPAddress Resolve(string host)
    {
        if (host == "localhost") return IPAddress.Loopback;
        if (IPAddress.TryParse(host, out var literal)) return literal;
        var all = Dns.GetHostAddresses(host);
        return Array.Find(all, static one => one.AddressFamily == AddressFamily.InterNetwork) ?? all[0];
    }

    private void Close()
    {
        _socket?.Dispose();
        _socket = null;
    }
}
