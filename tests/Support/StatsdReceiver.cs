using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DdRun.Testing;

/// <summary>Receives DogStatsD datagrams over UDP or a Unix socket.</summary>
public sealed class StatsdReceiver : IDisposable
{
    private readonly Socket _socket;
    private readonly string? _path;

    private StatsdReceiver(Socket socket, EndPoint at, string? path)
    {
        _socket = socket;
        _path = path;
        socket.Bind(at);
        _ = Receive();
    }

    public static StatsdReceiver Start() =>
        new(new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp), new IPEndPoint(IPAddress.Loopback, 0), null);

    public static StatsdReceiver StartUnix()
    {
        var path = Path.Combine(Path.GetTempPath(), $"dd-run-{Guid.NewGuid():n}.dsd");
        return new(new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified), new UnixDomainSocketEndPoint(path), path);
    }

    /// <summary>For <c>DD_DOGSTATSD_URL</c>.</summary>
    public string Url => _path is null ? $"udp://127.0.0.1:{((IPEndPoint)_socket.LocalEndPoint!).Port}" : "unix://" + _path;

    public Recorder<string> Datagrams { get; } = new();

    public Recorder<ReceivedMetric> Metrics { get; } = new();

    private async Task Receive()
    {
        var buffer = new byte[65536];
        try
        {
            while (true)
            {
                var length = await _socket.ReceiveAsync(buffer).ConfigureAwait(false);
                var text = Encoding.UTF8.GetString(buffer, 0, length);
                Datagrams.Add(text);
                Metrics.AddRange(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '_').Select(ReceivedMetric.Parse));
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        if (_path is not null)
            File.Delete(_path);
    }
}
