using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using DdRun.Linux;

namespace DdRun.Instrumentation.Live.Channel;

/// <summary>The connection to a command: frames of a length and that many bytes of JSON. Its calls block, and are for threads of ours.</summary>
internal sealed class LiveConnection : IDisposable
{
    /// <summary>In bytes, what a command may send at once.</summary>
    public const int LargestFrame = 1024 * 1024;

    /// <summary>How long a command may take nothing before we give it up, in milliseconds.</summary>
    private const int Patience = 15_000;

    private const int SocketLevel = 1, PeerCredentials = 17, CredentialsSize = 12, UserAt = 4;
    private const int LocalLevel = 0, LocalCredentials = 1, LocalCredentialsSize = 76;

    private static readonly UTF8Encoding s_strict = new(false, throwOnInvalidBytes: true);

    private readonly Socket _socket;
    private readonly byte[] _length = new byte[sizeof(int)];

    private LiveConnection(Socket socket) => _socket = socket;

    /// <exception cref="SocketException">Nobody answers there.</exception>
    /// <exception cref="UnauthorizedAccessException">It is somebody else.</exception>
    public static LiveConnection Open(string address)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { SendTimeout = Patience, ReceiveTimeout = Patience };
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(address));
            var user = PeerOf(socket);
            if (user != 0 && user != Libc.EffectiveUser())
                throw new UnauthorizedAccessException($"the other end of {address} belongs to user {user}");
            return new LiveConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends one text; from one thread at a time.</summary>
    public void Send(string frame)
    {
        var bytes = new byte[sizeof(int) + Encoding.UTF8.GetByteCount(frame)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, bytes.Length - sizeof(int));
        Encoding.UTF8.GetBytes(frame, bytes.AsSpan(sizeof(int)));
        for (var sent = 0; sent < bytes.Length;)
            sent += _socket.Send(bytes, sent, bytes.Length - sent, SocketFlags.None);
    }

    /// <summary>Whether there is something to receive, be it the end.</summary>
    public bool Poll(int milliseconds) => _socket.Poll(milliseconds * 1000, SelectMode.SelectRead);

    /// <summary>The next text; null at the end.</summary>
    /// <exception cref="InvalidDataException">It is no frame.</exception>
    public string? Receive()
    {
        if (!Fill(_length, isFirst: true))
            return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(_length);
        if (length is <= 0 or > LargestFrame)
            throw new InvalidDataException($"a frame of {length} bytes");
        var bytes = new byte[length];
        Fill(bytes, isFirst: false);
        try
        {
            return s_strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidDataException("a frame that is no UTF-8");
        }
    }

    /// <summary>Ends it, whoever waits in it.</summary>
    public void Dispose()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It has ended already.
        }
        _socket.Dispose();
    }

    private bool Fill(byte[] bytes, bool isFirst)
    {
        for (var filled = 0; filled < bytes.Length;)
        {
            var count = _socket.Receive(bytes, filled, bytes.Length - filled, SocketFlags.None);
            if (count == 0)
                return filled == 0 && isFirst ? false : throw new InvalidDataException("half a frame");
            filled += count;
        }
        return true;
    }

    private static uint PeerOf(Socket socket)
    {
        var credentials = new byte[LocalCredentialsSize];
        var isLinux = OperatingSystem.IsLinux();
        var length = isLinux
            ? socket.GetRawSocketOption(SocketLevel, PeerCredentials, credentials.AsSpan(0, CredentialsSize))
            : socket.GetRawSocketOption(LocalLevel, LocalCredentials, credentials);
        return length < 2 * UserAt ? throw new UnauthorizedAccessException("nobody knows whose the other end is") : BinaryPrimitives.ReadUInt32LittleEndian(credentials.AsSpan(UserAt));
    }
}
