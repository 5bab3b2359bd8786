using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DdRun.Benchmarks.Metrics;

/// <summary>Adds up the counters that it receives. It goes in an orderly way: what it has accepted is read, and from then on senders are refused.</summary>
internal sealed class SoakAgent : IDisposable
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(20);

    private readonly Socket _socket;
    private readonly string? _path;
    private readonly Dictionary<string, double> _sums;
    private readonly List<(Socket Socket, Thread Thread)> _connections = [];
    private readonly Thread _thread;
    private volatile bool _isClosing;

    /// <param name="url"><c>udp://127.0.0.1:port</c> or <c>unix:///path</c>.</param>
    /// <param name="isStream">What listens at the path.</param>
    /// <param name="sums">Where the counters go.</param>
    public SoakAgent(string url, bool isStream, Dictionary<string, double> sums)
    {
        _sums = sums;
        if (url.StartsWith("udp://", StringComparison.Ordinal))
        {
            _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            _socket.Bind(IPEndPoint.Parse(url["udp://".Length..]));
        }
        else
        {
            _path = url["unix://".Length..];
            File.Delete(_path);
            _socket = new(AddressFamily.Unix, isStream ? SocketType.Stream : SocketType.Dgram, ProtocolType.Unspecified);
            _socket.Bind(new UnixDomainSocketEndPoint(_path));
            if (isStream)
                _socket.Listen();
        }
        _thread = new(isStream ? Accept : Receive);
        _thread.Start();
    }

    public void Dispose()
    {
        if (_path != null)
            File.Delete(_path);
        // A socket that is connected elsewhere takes nothing more from others.
        else
            _socket.Connect(new IPEndPoint(IPAddress.Loopback, 9));
        _isClosing = true;
        if (_path != null && _socket.SocketType == SocketType.Dgram)
            _socket.Shutdown(SocketShutdown.Receive);
        _thread.Join();
        foreach (var (socket, thread) in _connections)
        {
            socket.Shutdown(SocketShutdown.Receive);
            thread.Join();
            socket.Dispose();
        }
        _socket.Dispose();
    }

    private void Receive()
    {
        var buffer = new byte[65536];
        bool last;
        do
        {
            last = _isClosing;
            while (_socket.Poll(last ? TimeSpan.Zero : s_look, SelectMode.SelectRead))
            {
                var length = _socket.Receive(buffer, SocketFlags.None, out var error);
                if (error != SocketError.Success || length == 0)
                    break;
                Add(buffer.AsSpan(0, length));
            }
        }
        while (!last);
    }

    private void Accept()
    {
        bool last;
        do
        {
            last = _isClosing;
            while (_socket.Poll(last ? TimeSpan.Zero : s_look, SelectMode.SelectRead))
            {
                var accepted = _socket.Accept();
                var thread = new Thread(() => ReadFrames(accepted));
                _connections.Add((accepted, thread));
                thread.Start();
            }
        }
        while (!last);
    }

    // Each packet comes behind its length; one that has not come whole has not been delivered.
    private void ReadFrames(Socket socket)
    {
        using var stream = new NetworkStream(socket);
        var packet = new byte[65536];
        while (stream.ReadAtLeast(packet.AsSpan(0, sizeof(int)), sizeof(int), throwOnEndOfStream: false) == sizeof(int))
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(packet);
            if (stream.ReadAtLeast(packet.AsSpan(0, length), length, throwOnEndOfStream: false) < length)
                return;
            Add(packet.AsSpan(0, length));
        }
    }

    private void Add(ReadOnlySpan<byte> packet)
    {
        lock (_sums)
            foreach (var line in Encoding.UTF8.GetString(packet).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                var bar = line.IndexOf('|', StringComparison.Ordinal);
                if (line[bar + 1] != 'c')
                    continue;
                var name = line[..colon];
                _sums[name] = _sums.GetValueOrDefault(name) + double.Parse(line.AsSpan(colon + 1, bar - colon - 1), CultureInfo.InvariantCulture);
            }
    }
}
