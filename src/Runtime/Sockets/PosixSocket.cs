using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using DdRun.Jit;
using DdRun.Linux;

namespace DdRun.Sockets;

/// <summary>
/// A connected socket of the operating system, for Linux and addresses that need no name server. System.Net.Sockets would do, but its
/// event engine, its handles and what they make the JIT compile cost about 10 ms and 4 MB in a target that has no other use for them.
/// Not thread-safe; nothing here waits longer than it is told to.
/// </summary>
internal sealed unsafe class PosixSocket : IDisposable
{
    /// <summary>Bytes of an IPv6 address.</summary>
    public const int Address6 = 16;

    private int _socket;

    private PosixSocket(int socket) => _socket = socket;

    /// <summary>Whether this platform has it.</summary>
    public static bool IsSupported { [MethodImpl(Compile.Once)] get; } = OperatingSystem.IsLinux();

    /// <summary>The number of an IPv4 address written as four decimal numbers, or of <c>localhost</c>.</summary>
    public static bool TryParse(string host, out uint address)
    {
        address = 0x7f000001;
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            return true;
        address = 0;
        int part = 0, digits = 0, dots = 0;
        foreach (var c in host)
        {
            if (c is >= '0' and <= '9' && digits < 3)
            {
                part = part * 10 + (c - '0');
                digits++;
            }
            else if (c == '.' && digits > 0 && part <= 255)
            {
                address = address << 8 | (uint)part;
                part = digits = 0;
                dots++;
            }
            else
            {
                return false;
            }
        }
        address = address << 8 | (uint)part;
        return dots == 3 && digits > 0 && part <= 255;
    }

    /// <returns>0 or what went wrong.</returns>
    public static int TryConnect(uint address, int port, bool datagrams, int milliseconds, out PosixSocket? socket)
    {
        var name = stackalloc byte[16];
        new Span<byte>(name, 16).Clear();
        *(ushort*)name = Libc.Internet;
        WritePort(name, port);
        for (var i = 0; i < sizeof(uint); i++)
            name[4 + i] = (byte)(address >> (24 - 8 * i));
        return TryConnect(Libc.Internet, name, 16, datagrams, milliseconds, out socket);
    }

    /// <summary>To this machine's IPv6 loopback address.</summary>
    /// <returns>0 or what went wrong.</returns>
    public static int TryConnectLoopback6(int port, int milliseconds, out PosixSocket? socket)
    {
        var address = stackalloc byte[Address6];
        new Span<byte>(address, Address6).Clear();
        address[Address6 - 1] = 1;
        return TryConnect6(address, zone: 0, port, datagrams: false, milliseconds, out socket);
    }

    /// <param name="address">16 bytes.</param>
    /// <param name="zone">Which of the machine's networks an address is of that is not the only one of its kind; else 0.</param>
    /// <param name="port">Where it listens.</param>
    /// <param name="datagrams">UDP, not TCP.</param>
    /// <param name="milliseconds">How long to wait.</param>
    /// <param name="socket">What is connected.</param>
    /// <returns>0 or what went wrong.</returns>
    public static int TryConnect6(byte* address, uint zone, int port, bool datagrams, int milliseconds, out PosixSocket? socket)
    {
        const int length = 28, addressAt = 8, zoneAt = 24;
        var name = stackalloc byte[length];
        new Span<byte>(name, length).Clear();
        *(ushort*)name = Libc.Internet6;
        WritePort(name, port);
        for (var i = 0; i < Address6; i++)
            name[addressAt + i] = address[i];
        *(uint*)(name + zoneAt) = zone;
        return TryConnect(Libc.Internet6, name, length, datagrams, milliseconds, out socket);
    }

    /// <returns>0 or what went wrong.</returns>
    [MethodImpl(Compile.Once)]
    public static int TryConnect(string path, bool datagrams, int milliseconds, out PosixSocket? socket)
    {
        const int longest = 107;
        const int nameTooLong = 36;
        socket = null;
        var name = stackalloc byte[2 + longest + 1];
        var length = Libc.Copy(path, name + 2, longest);
        if (length < 0)
            return nameTooLong;
        *(ushort*)name = Libc.Unix;
        name[2 + length] = 0;
        return TryConnect(Libc.Unix, name, (uint)(2 + length + 1), datagrams, milliseconds, out socket);
    }

    /// <summary>How long sending has waited for the peer in all, in ticks of <see cref="TimeSpan"/>. Time for which the system let others run does not count.</summary>
    public long Waited { [MethodImpl(Compile.Once)] get; private set; }

    /// <summary>Sends everything, or a whole datagram.</summary>
    /// <returns>0 or what went wrong.</returns>
    public int Send(ReadOnlySpan<byte> bytes, int milliseconds)
    {
        fixed (byte* start = bytes)
            return Send(start, bytes.Length, milliseconds);
    }

    /// <summary>Sends everything, or a whole datagram.</summary>
    /// <returns>0 or what went wrong.</returns>
    [MethodImpl(Compile.Once)]
    public int Send(byte* start, int length, int milliseconds)
    {
        for (nint sent = 0; sent < length;)
        {
            var count = Libc.Send(_socket, start + sent, (nuint)(length - sent), Libc.NoSignal);
            if (count >= 0)
            {
                sent += count;
                continue;
            }
            var error = Marshal.GetLastPInvokeError();
            if (error == Libc.Again)
                error = WaitToSend(milliseconds);
            if (error is not (0 or Libc.Interrupted))
                return error;
        }
        return 0;
    }

    /// <param name="bytes">Where what was received goes.</param>
    /// <param name="milliseconds">How long to wait for it.</param>
    /// <param name="count">0 when the peer has closed.</param>
    /// <returns>0 or what went wrong.</returns>
    public int Receive(Span<byte> bytes, int milliseconds, out int count)
    {
        fixed (byte* start = bytes)
        {
            while (true)
            {
                count = (int)Libc.Receive(_socket, start, (nuint)bytes.Length, 0);
                if (count >= 0)
                    return 0;
                var error = Marshal.GetLastPInvokeError();
                if (error == Libc.Again)
                    error = Wait(_socket, Libc.In, milliseconds);
                if (error is not (0 or Libc.Interrupted))
                    return error;
            }
        }
    }

    /// <summary>What has gone wrong since the last call; a refused datagram is only known afterwards.</summary>
    public int PendingError => Option(_socket, Libc.Error);

    /// <summary>Whether something has come, of which the peer's end is one.</summary>
    public bool HasNews => Wait(_socket, Libc.In, 0) != Libc.TimedOut;

    /// <summary>Whether something has come within a time, or somebody has said that there is something else to do.</summary>
    public bool WaitForNews(Wakeup wakeup, int milliseconds)
    {
        var descriptors = stackalloc Libc.PollDescriptor[2];
        descriptors[0] = new() { Socket = _socket, Events = Libc.In };
        descriptors[1] = new() { Socket = wakeup.File, Events = Libc.In };
        if (Libc.Poll(descriptors, 2, milliseconds) <= 0)
            return false;
        if (descriptors[1].Occurred != 0)
            wakeup.Clear();
        return descriptors[0].Occurred != 0;
    }

    /// <summary>The number of the user at the other end of a Unix socket; null where the system does not tell.</summary>
    public uint? PeerUser
    {
        get
        {
            const int userAt = 1;
            var credentials = stackalloc int[3];
            var length = 3 * (uint)sizeof(int);
            return Libc.GetOption(_socket, Libc.SocketLevel, Libc.PeerCredentials, credentials, &length) == 0 && length > userAt * sizeof(int) ? (uint)credentials[userAt] : null;
        }
    }

    /// <summary>Ends the connection for both ends; from another thread as well.</summary>
    public void Shutdown() => _ = Libc.Shutdown(_socket, Libc.BothDirections);

    /// <summary>Makes the system's buffer at least this large.</summary>
    public void GrowSendBuffer(int bytes)
    {
        if (Option(_socket, Libc.SendBuffer) < bytes)
            _ = Libc.SetOption(_socket, Libc.SocketLevel, Libc.SendBuffer, &bytes, sizeof(int));
    }

    /// <summary>The system's words for an error number.</summary>
    public static string Describe(int error)
    {
        const int size = 128;
        var buffer = stackalloc byte[size];
        // glibc may answer a text of its own, musl always fills the buffer and answers a number.
        buffer[0] = 0;
        var text = Libc.Describe(error, buffer, size);
        var length = 0;
        if (buffer[0] == 0 && (nuint)text > 4096)
            buffer = text;
        while (length < size && buffer[length] != 0)
            length++;
        return Encoding.UTF8.GetString(buffer, length);
    }

    public void Dispose()
    {
        if (_socket >= 0)
            _ = Libc.Close(_socket);
        _socket = -1;
    }

    [MethodImpl(Compile.Once)]
    private static int TryConnect(int family, byte* name, uint length, bool datagrams, int milliseconds, out PosixSocket? connected)
    {
        connected = null;
        var socket = Libc.Socket(family, (datagrams ? Libc.Datagram : Libc.Stream) | Libc.NonBlocking | Libc.CloseOnExec, 0);
        if (socket < 0)
            return Marshal.GetLastPInvokeError();
        var error = 0;
        if (Libc.Connect(socket, name, length) != 0)
        {
            error = Marshal.GetLastPInvokeError();
            if (error is Libc.InProgress or Libc.Interrupted)
            {
                error = Wait(socket, Libc.Out, milliseconds);
                if (error == 0)
                    error = Option(socket, Libc.Error);
            }
        }
        if (error != 0)
        {
            _ = Libc.Close(socket);
            return error;
        }
        if (family != Libc.Unix && !datagrams)
        {
            var yes = 1;
            _ = Libc.SetOption(socket, Libc.TcpLevel, Libc.NoDelay, &yes, sizeof(int));
        }
        connected = new(socket);
        return 0;
    }

    // High byte first. Not by BinaryPrimitives, which is in an assembly that a small app does not load.
    private static void WritePort(byte* name, int port)
    {
        name[2] = (byte)(port >> 8);
        name[3] = (byte)port;
    }

    private int WaitToSend(int milliseconds)
    {
        var start = Stopwatch.GetTimestamp();
        var error = Wait(_socket, Libc.Out, milliseconds);
        Waited += Stopwatch.GetElapsedTime(start).Ticks;
        return error;
    }

    private static int Wait(int socket, short events, int milliseconds)
    {
        var descriptor = new Libc.PollDescriptor { Socket = socket, Events = events };
        while (true)
        {
            var count = Libc.Poll(&descriptor, 1, milliseconds);
            if (count >= 0)
                return count > 0 ? 0 : Libc.TimedOut;
            var error = Marshal.GetLastPInvokeError();
            if (error != Libc.Interrupted)
                return error;
        }
    }

    [MethodImpl(Compile.Once)]
    private static int Option(int socket, int name)
    {
        int value;
        var length = (uint)sizeof(int);
        return Libc.GetOption(socket, Libc.SocketLevel, name, &value, &length) == 0 ? value : 0;
    }
}
