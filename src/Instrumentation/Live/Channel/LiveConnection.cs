using System.Buffers.Binary;
using System.Text;
using DdRun.Linux;
using DdRun.Sockets;

namespace DdRun.Instrumentation.Live.Channel;

/// <summary>
/// The connection to a command: frames of a length and that many bytes of JSON. Its calls block, and are for threads of ours: one that receives, one that
/// sends, and any that ends it. Not by System.Net.Sockets, which a target may have no other use for.
/// </summary>
internal sealed class LiveConnection : IDisposable
{
    /// <summary>In bytes, what a command may send at once.</summary>
    public const int LargestFrame = 1024 * 1024;

    /// <summary>How long a command may take nothing before we give it up, in milliseconds.</summary>
    private const int Patience = 15_000;

    private static readonly UTF8Encoding s_strict = new(false, throwOnInvalidBytes: true);

    private readonly PosixSocket _socket;
    private readonly Wakeup _wakeup;
    private readonly byte[] _length = new byte[sizeof(int)];
    // Of the socket, which is closed when the last has done with it; its owner is one.
    private int _users = 1;
    private int _isDisposed;

    private LiveConnection(PosixSocket socket, Wakeup wakeup) => (_socket, _wakeup) = (socket, wakeup);

    /// <exception cref="SocketFailure">Nobody answers there.</exception>
    /// <exception cref="UnauthorizedAccessException">It is somebody else.</exception>
    public static LiveConnection Open(string address)
    {
        Check(PosixSocket.TryConnect(address, datagrams: false, Patience, out var socket));
        Wakeup? wakeup = null;
        try
        {
            if (socket!.PeerUser is not { } user)
                throw new UnauthorizedAccessException("nobody knows whose the other end is");
            if (user != 0 && user != Libc.EffectiveUser())
                throw new UnauthorizedAccessException($"the other end of {address} belongs to user {user}");
            Check(Wakeup.TryOpen(out wakeup));
            return new LiveConnection(socket, wakeup!);
        }
        catch
        {
            socket!.Dispose();
            wakeup?.Dispose();
            throw;
        }
    }

    /// <summary>Sends one text; from one thread at a time.</summary>
    public void Send(string frame)
    {
        var bytes = new byte[sizeof(int) + Encoding.UTF8.GetByteCount(frame)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, bytes.Length - sizeof(int));
        Encoding.UTF8.GetBytes(frame, bytes.AsSpan(sizeof(int)));
        Enter();
        try
        {
            Check(_socket.Send(bytes, Patience));
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Whether there is something to receive, be it the end. False also where somebody has called <see cref="Wake"/>.</summary>
    public bool Poll(int milliseconds)
    {
        Enter();
        try
        {
            return _socket.WaitForNews(_wakeup, milliseconds);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Lets who polls look at what else there is to do.</summary>
    public void Wake()
    {
        Enter();
        _wakeup.Set();
        Leave();
    }

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
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        _socket.Shutdown();
        _wakeup.Set();
        Leave();
    }

    private bool Fill(byte[] bytes, bool isFirst)
    {
        Enter();
        try
        {
            for (var filled = 0; filled < bytes.Length;)
            {
                Check(_socket.Receive(bytes.AsSpan(filled), Patience, out var count));
                if (count == 0)
                    return filled == 0 && isFirst ? false : throw new InvalidDataException("half a frame");
                filled += count;
            }
            return true;
        }
        finally
        {
            Leave();
        }
    }

    private void Enter()
    {
        var users = Volatile.Read(ref _users);
        while (users > 0 && Interlocked.CompareExchange(ref _users, users + 1, users) is var found && found != users)
            users = found;
        ObjectDisposedException.ThrowIf(users <= 0, this);
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _users) != 0)
            return;
        _socket.Dispose();
        _wakeup.Dispose();
    }

    private static void Check(int error)
    {
        if (error != 0)
            throw new SocketFailure(error);
    }
}
