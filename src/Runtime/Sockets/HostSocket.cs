using System.Net;
using System.Net.Sockets;
using DdRun.Linux;

namespace DdRun.Sockets;

/// <summary>
/// The system's sockets to addresses that the framework has found. Apart from <see cref="PosixSocket"/>, because code that names these types loads
/// their assembly.
/// </summary>
internal static unsafe class HostSocket
{
    /// <returns>0 or what went wrong.</returns>
    public static int TryConnect(IPAddress address, int port, bool datagrams, int milliseconds, out PosixSocket? socket)
    {
        socket = null;
        Span<byte> bytes = stackalloc byte[PosixSocket.Address6];
        if (!address.TryWriteBytes(bytes, out var count))
            return Libc.NoSuchAddress;
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            var number = (uint)bytes[0] << 24 | (uint)bytes[1] << 16 | (uint)bytes[2] << 8 | bytes[3];
            return PosixSocket.TryConnect(number, port, datagrams, milliseconds, out socket);
        }
        if (count != PosixSocket.Address6)
            return Libc.NoSuchAddress;
        fixed (byte* start = bytes)
            return PosixSocket.TryConnect6(start, (uint)address.ScopeId, port, datagrams, milliseconds, out socket);
    }
}
