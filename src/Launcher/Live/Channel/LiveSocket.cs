using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using DdRun.Launcher.Launch;
using DdRun.Launcher.Live.Processes;

namespace DdRun.Launcher.Live.Channel;

/// <summary>Where one process is asked to connect to. Removed as soon as it has, and at every end.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class LiveSocket : IDisposable
{
    private const UnixFileMode OwnersOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int SocketLevel = 1, PeerCredentials = 17, LongestAddress = 107;

    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly string _path;
    private readonly DotnetProcess _process;
    private int _isRemoved;

    public LiveSocket(DotnetProcess process)
    {
        _process = process;
        _path = LiveFolder.NewSocket(LiveFolder.For(process), Randomness.Hex(8));
        if (System.Text.Encoding.UTF8.GetByteCount(_path) > LongestAddress)
            throw new LiveFailure($"{_path} is too long for a socket: give the process a shorter TMPDIR");
        try
        {
            _socket.Bind(new UnixDomainSocketEndPoint(_path));
            File.SetUnixFileMode(_path, OwnersOnly);
            if (process.Facts.User != Users.Own)
                _ = Libc.lchown(_path, process.Facts.User, uint.MaxValue);
            _socket.Listen();
        }
        catch (Exception exception) when (exception is SocketException or IOException or UnauthorizedAccessException)
        {
            Dispose();
            throw new LiveFailure($"no socket at {_path}: {exception.Message}");
        }
    }

    /// <summary>As the process sees it.</summary>
    public string Address => _path[_process.Facts.Root.Length..];

    /// <returns>The process's connection; null when it has not come within the time.</returns>
    public Socket? Accept(TimeSpan patience)
    {
        if (!_socket.Poll(patience, SelectMode.SelectRead))
            return null;
        var peer = _socket.Accept();
        if (IsExpected(peer))
            return peer;
        peer.Dispose();
        return null;
    }

    /// <summary>Takes the name away; a connection that is there stays.</summary>
    public void Remove()
    {
        if (Interlocked.Exchange(ref _isRemoved, 1) != 0)
            return;
        try
        {
            File.Delete(_path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Gone with its folder.
        }
    }

    public void Dispose()
    {
        Remove();
        _socket.Dispose();
    }

    // Whoever may write into the folder could connect, but not as this process.
    private bool IsExpected(Socket peer)
    {
        Span<int> credentials = stackalloc int[3];
        var bytes = MemoryMarshal.AsBytes(credentials);
        return peer.GetRawSocketOption(SocketLevel, PeerCredentials, bytes) == bytes.Length
            && credentials[0] == _process.Id && (uint)credentials[1] == _process.Facts.User;
    }
}
