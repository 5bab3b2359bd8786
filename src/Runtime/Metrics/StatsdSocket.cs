using System.Net;
using System.Net.Sockets;
using DdRun.Configuration;
using DdRun.Diagnostics;
using DdRun.Sockets;

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
    private PosixSocket? _posix;
    private Socket? _socket;
    private bool _givenUp;

    private enum Outcome
    {
        Sent,
        TooLong,
        Busy,
        PeerGone,
    }

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
        if (!IsOpen) TryConnect();
    }

    /// <returns>False when the packet certainly did not reach the server.</returns>
    public bool Send(ReadOnlySpan<byte> packet)
    {
        if (_givenUp) return false;
        for (var attempt = 0; attempt < 2; attempt++)
        {
            if (!IsOpen && !TryConnect()) break;
            switch (IsStream ? SendFrame(packet) : SendDatagram(packet))
            {
                case Outcome.Sent:
                    return true;
                case Outcome.TooLong:
                    return false;
                case Outcome.Busy:
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

    private bool IsOpen => _posix != null || _socket != null;

    // On the same machine the refusal of a datagram is there as soon as it has been sent.
    private Outcome SendDatagram(ReadOnlySpan<byte> packet)
    {
        var outcome = SendAll(packet);
        return outcome == Outcome.Sent && address.Kind == StatsdTransport.Udp && PendingError() != 0 ? Outcome.PeerGone : outcome;
    }

    private Outcome SendFrame(ReadOnlySpan<byte> packet)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(length, packet.Length);
        var outcome = SendAll(length);
        return outcome == Outcome.Sent ? SendAll(packet) : outcome;
    }

    private Outcome SendAll(ReadOnlySpan<byte> bytes)
    {
        if (_posix == null) return SendManaged(bytes);
        return _posix.Send(bytes, PatienceMilliseconds) switch
        {
            0 => Outcome.Sent,
            Libc.MessageTooLong => Outcome.TooLong,
            Libc.TimedOut or Libc.NoBuffers => Outcome.Busy,
            _ => Outcome.PeerGone,
        };
    }

    private Outcome SendManaged(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var sent = _socket!.Send(bytes, SocketFlags.None, out var error);
            switch (error)
            {
                case SocketError.Success:
                    bytes = bytes[sent..];
                    break;
                case SocketError.MessageSize:
                    return Outcome.TooLong;
                case SocketError.WouldBlock or SocketError.TimedOut or SocketError.NoBufferSpaceAvailable:
                    return Outcome.Busy;
                default:
                    return Outcome.PeerGone;
            }
        }
        return Outcome.Sent;
    }

    private int PendingError() => _posix != null ? _posix.PendingError : PendingManagedError();

    private int PendingManagedError()
    {
        _socket!.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error, _error);
        return BitConverter.ToInt32(_error);
    }

    private bool TryConnect()
    {
        try
        {
            if (address.Kind == StatsdTransport.UnixSocket && !File.Exists(address.Path)) return false;
            IsStream = false;
            if (PosixSocket.IsSupported && address.Kind == StatsdTransport.UnixSocket) ConnectPosix(address.Path);
            else if (PosixSocket.IsSupported && PosixSocket.TryParse(address.Host, out var host)) ConnectPosix(host);
            else ConnectManaged();
            return true;
        }
        catch (Exception e)
        {
            Close();
            if (Log.IsDebug) Log.Debug($"No DogStatsD at {address}: {e.Message}");
            return false;
        }
    }

    private void ConnectPosix(uint host) =>
        Keep(PosixSocket.TryConnect(host, address.Port, datagrams: true, PatienceMilliseconds, out var socket), socket);

    private void ConnectPosix(string path)
    {
        var error = PosixSocket.TryConnect(path, datagrams: true, PatienceMilliseconds, out var socket);
        IsStream = error == Libc.WrongType;
        if (IsStream) error = PosixSocket.TryConnect(path, datagrams: false, PatienceMilliseconds, out socket);
        Keep(error, socket);
    }

    private void Keep(int error, PosixSocket? socket)
    {
        if (error != 0) throw new SocketFailure(error);
        _posix = socket;
        _posix!.GrowSendBuffer(MinimalSendBuffer);
    }

    private void ConnectManaged()
    {
        if (address.Kind == StatsdTransport.Udp)
        {
            var host = Resolve(address.Host);
            Connect(new(host.AddressFamily, SocketType.Dgram, ProtocolType.Udp), new IPEndPoint(host, address.Port));
            return;
        }
        var path = new UnixDomainSocketEndPoint(address.Path);
        try
        {
            Connect(new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified), path);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ProtocolType)
        {
            Connect(new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified), path);
            IsStream = true;
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
        _posix?.Dispose();
        _posix = null;
        _socket?.Dispose();
        _socket = null;
    }
}
