using System.Buffers.Binary;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using DdRun.Testing;

namespace DdRun.Runtime.Tests.Metrics;

/// <summary>A DogStatsD server that takes nothing but what the grammar allows.</summary>
internal sealed class StatsdServer : IDisposable
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(20);

    private readonly Socket _socket;
    private readonly string? _path;
    private readonly Thread _thread;
    private readonly List<(Socket Socket, Thread Thread)> _connections = [];
    private volatile bool _isClosing;

    private StatsdServer(Socket socket, EndPoint at, string? path)
    {
        _socket = socket;
        _path = path;
        if (path != null)
            File.Delete(path);
        socket.ReceiveBufferSize = 4 * 1024 * 1024;
        socket.Bind(at);
        if (socket.SocketType == SocketType.Stream)
            socket.Listen(4);
        _thread = new(socket.SocketType == SocketType.Stream ? Accept : Receive) { IsBackground = true };
        _thread.Start();
    }

    public static StatsdServer Udp(int port = 0) =>
        new(new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp), new IPEndPoint(IPAddress.Loopback, port), null);

    public static StatsdServer Udp6() =>
        new(new(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp), new IPEndPoint(IPAddress.IPv6Loopback, 0), null);

    public static StatsdServer UnixDatagram(string? path = null) => Unix(SocketType.Dgram, path);

    public static StatsdServer UnixStream(string? path = null) => Unix(SocketType.Stream, path);

    public static string NewPath() => Path.Combine(Path.GetTempPath(), $"dd-run-{Guid.NewGuid():n}.dsd");

    /// <summary>A UDP port that the system gives to nobody else while no server has it: below those that it hands out.</summary>
    public static int LastingPort()
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveUdpListeners().Select(static one => one.Port).ToHashSet();
        while (true)
            if (Random.Shared.Next(10_000, 30_000) is var port && !taken.Contains(port))
                return port;
    }

    public string Url => _path is null ? $"udp://{_socket.LocalEndPoint}" : "unix://" + _path;

    public Recorder<DogStatsdLine> Lines { get; } = new();

    public Recorder<byte[]> Packets { get; } = new();

    /// <summary>What did not follow the grammar.</summary>
    public Recorder<Exception> Violations { get; } = new();

    public double Sum(string name, string? tag = null) =>
        Lines.Items.Where(line => line.Name == name && (tag == null || line.Tags.Contains(tag))).Sum(line => line.Value);

    public Task<DogStatsdLine> First(string name) => Lines.WaitForAny(line => line.Name == name, name);

    /// <summary>Refuses whatever comes from now on, takes what senders have already handed over, then stops.</summary>
    public void Dispose()
    {
        if (_isClosing)
            return;
        if (_path != null)
            File.Delete(_path);
        // A UDP socket that is connected elsewhere takes nothing more from others.
        else
            _socket.Connect(_socket.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Loopback : IPAddress.IPv6Loopback, 9);
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

    private static StatsdServer Unix(SocketType type, string? path)
    {
        path ??= NewPath();
        return new(new(AddressFamily.Unix, type, ProtocolType.Unspecified), new UnixDomainSocketEndPoint(path), path);
    }

    private void Receive()
    {
        var buffer = new byte[65536];
        WhileThereIs(() =>
        {
            // Closed for others, a datagram socket reads nothing when it has read all.
            var length = _socket.Receive(buffer, SocketFlags.None, out var error);
            if (error != SocketError.Success || length == 0)
                return false;
            Take(buffer.AsSpan(0, length));
            return true;
        });
    }

    private void Accept() => WhileThereIs(() =>
    {
        var accepted = _socket.Accept();
        var thread = new Thread(() => ReadFrames(accepted)) { IsBackground = true };
        _connections.Add((accepted, thread));
        thread.Start();
        return true;
    });

    // What has come before the end is still taken.
    private void WhileThereIs(Func<bool> take)
    {
        bool isLast;
        do
        {
            isLast = _isClosing;
            while (_socket.Poll(isLast ? TimeSpan.Zero : s_look, SelectMode.SelectRead) && take())
            {
            }
        }
        while (!isLast);
    }

    // Each packet comes behind its length; one that has not come whole has not been delivered.
    private void ReadFrames(Socket socket)
    {
        try
        {
            using var stream = new NetworkStream(socket);
            var header = new byte[sizeof(int)];
            while (stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length)
            {
                var packet = new byte[BinaryPrimitives.ReadInt32LittleEndian(header)];
                if (stream.ReadAtLeast(packet, packet.Length, throwOnEndOfStream: false) == packet.Length)
                    Take(packet);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The connection was broken off, or closed by the end of the test.
        }
    }

    private void Take(ReadOnlySpan<byte> packet)
    {
        Packets.Add(packet.ToArray());
        try
        {
            Lines.AddRange(DogStatsdGrammar.Parse(packet));
        }
        catch (Exception e)
        {
            Violations.Add(e);
        }
    }
}
