using System.Runtime.CompilerServices;
using DdRun.Configuration;
using DdRun.Jit;
using DdRun.Linux;
using DdRun.Sockets;

namespace DdRun.Metrics.DogStatsd.Transport;

/// <summary>Over the system's own sockets: small, and no exception in the target's statistics when nobody listens.</summary>
internal sealed unsafe class PosixChannel : Channel
{
    private readonly PosixSocket _socket;
    private readonly bool _isUdp;

    private PosixChannel(PosixSocket socket, bool isUdp, bool isStream)
    {
        _socket = socket;
        _isUdp = isUdp;
        IsStream = isStream;
        socket.GrowSendBuffer(SendBufferBytes);
    }

    public override long Waited
    {
        [MethodImpl(Compile.Once)]
        get => _socket.Waited;
    }

    /// <returns>False where this is not Linux.</returns>
    [MethodImpl(Compile.Once)]
    public static bool TryConnect(StatsdAddress address, out PosixChannel? channel)
    {
        channel = null;
        if (!PosixSocket.IsSupported)
            return false;
        if (address.Kind == StatsdTransport.UnixSocket)
        {
            channel = Connect(address.Path, address.Socket);
            return true;
        }
        var error = PosixSocket.TryParse(address.Host, out var host)
            ? PosixSocket.TryConnect(host, address.Port, datagrams: true, PatienceMilliseconds, out var socket)
            : SocketChannel.TryConnectByName(address, out socket);
        if (error == 0)
            channel = new(socket!, isUdp: true, isStream: false);
        return true;
    }

    [MethodImpl(Compile.Once)]
    public override SendOutcome Send(byte[] buffer, int length)
    {
        var error = 0;
        if (IsStream)
        {
            // Low byte first, as the processors have it that this runs on.
            var frame = length;
            error = _socket.Send((byte*)&frame, sizeof(int), PatienceMilliseconds);
        }
        if (error == 0)
        {
            fixed (byte* start = buffer)
                error = _socket.Send(start, length, PatienceMilliseconds);
        }
        // On the same machine the refusal of a datagram is there as soon as it has been sent.
        if (error == 0 && _isUdp)
            error = _socket.PendingError;
        return error switch
        {
            0 => SendOutcome.Sent,
            Libc.MessageTooLong => SendOutcome.TooLong,
            Libc.TimedOut or Libc.NoBuffers => SendOutcome.Busy,
            _ => SendOutcome.Gone,
        };
    }

    public override void Dispose() => _socket.Dispose();

    [MethodImpl(Compile.Once)]
    private static PosixChannel? Connect(string path, StatsdSocket kind)
    {
        // Without the cost of a socket for whoever asks again and again.
        if (!Files.IsThere(path))
            return null;
        if (kind != StatsdSocket.Stream)
        {
            var error = PosixSocket.TryConnect(path, datagrams: true, PatienceMilliseconds, out var datagrams);
            if (error == 0)
                return new(datagrams!, isUdp: false, isStream: false);
            if (error != Libc.WrongType || kind == StatsdSocket.Datagram)
                return null;
        }
        return PosixSocket.TryConnect(path, datagrams: false, PatienceMilliseconds, out var stream) == 0 ? new(stream!, isUdp: false, isStream: true) : null;
    }
}
