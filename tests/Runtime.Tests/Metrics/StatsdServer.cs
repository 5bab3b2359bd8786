using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using DdRun.Testing;

namespace DdRun.Runtime.Tests.Metrics;

/// <summary>A DogStatsD server that takes nothing but what the grammar allows.</summary>
internal sealed class StatsdServer : IDisposable
{
    private readonly Socket _socket;
    private readonly string? _path;
    private readonly Thread _thread;
    private volatile Socket? _accepted;

    private StatsdServer(Socket socket, EndPoint at, string? path)
    {
        _socket = socket;
        _path = path;
        if (path != null) File.Delete(path);
        socket.ReceiveBufferSize = 4 * 1024 * 1024;
        socket.Bind(at);
        if (socket.SocketType == SocketType.Stream) socket.Listen(4);
        _thread = new(socket.SocketType == SocketType.Stream ? Accept : () => Receive()) { IsBackground = true };
        _thread.Start();
    }

    public static StatsdServer Udp(int port = 0) =>
        new(new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp), new IPEndPoint(IPAddress.Loopback, port), null);

    public static StatsdServer Udp6() =>
        new(new(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp), new IPEndPoint(IPAddress.IPv6Loopback, 0), null);

    public static StatsdServer UnixDatagram(string? path = null) => Unix(SocketType.Dgram, path);

    public static StatsdServer UnixStream(string? path = null) => Unix(SocketType.Stream, path);

    public static string NewPath() => Path.Combine(Path.GetTempPath(), $"dd-run-{Guid.NewGuid():n}.dsd");

    public string Url => _path is null ? $"udp://{_socket.LocalEndPoint}" : "unix://" + _path;

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    public Recorder<DogStatsdLine> Lines { get; } = new();

    public Recorder<byte[]> Packets { get; } = new();

    /// <summary>What did not follow the grammar.</summary>
    public Recorder<Exception> Violations { get; } = new();

    public double Sum(string name, string? tag = null) =>
        Lines.Items.Where(line => line.Name == name && (tag == null || line.Tags.Contains(tag))).Sum(line => line.Value);

    public Task<DogStatsdLine> First(string name) => Lines.WaitForAny(line => line.Name == name, name);

    /// <summary>Takes what senders have already handed over, then stops.</summary>
    public void Dispose()
    {
        if (_path != null) File.Delete(_path);
        Close(_socket);
        if (_accepted is { } accepted) Close(accepted);
        _thread.Join();
        _socket.Dispose();
    }

    private static StatsdServer Unix(SocketType type, string? path)
    {
        path ??= NewPath();
        return new(new(AddressFamily.Unix, type, ProtocolType.Unspecified), new UnixDomainSocketEndPoint(path), path);
    }

    private static void Close(Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Receive);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Not connected, as UDP and listeners are: nothing more to take in an orderly way.
            socket.Dispose();
        }
    }

    private void Receive()
    {
        var buffer = new byte[65536];
        while (true)
        {
            int length;
            try
            {
                length = _socket.Receive(buffer);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
            if (length == 0) return;
            Take(buffer.AsSpan(0, length));
        }
    }

    private void Accept()
    {
        try
        {
            while (true)
            {
                _accepted = _socket.Accept();
                using var stream = new NetworkStream(_accepted, ownsSocket: true);
                var header = new byte[sizeof(int)];
                while (stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length)
                {
                    var packet = new byte[BinaryPrimitives.ReadInt32LittleEndian(header)];
                    stream.ReadExactly(packet);
                    Take(packet);
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
        {
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
