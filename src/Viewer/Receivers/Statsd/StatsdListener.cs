using System.Net;
using System.Net.Sockets;
using DdRun.Viewer.Keep;
using DdRun.Viewer.Store;

namespace DdRun.Viewer.Receivers.Statsd;

/// <summary>DogStatsD datagrams from a UDP port or a Unix socket.</summary>
internal sealed class StatsdListener : IDisposable
{
    private readonly Socket _socket;
    private readonly string? _path;
    private readonly MetricStore _metrics;
    private readonly PayloadKeeper? _keeper;
    private readonly Thread _thread;
    private volatile bool _finishing;

    private StatsdListener(Socket socket, string? path, MetricStore metrics, PayloadKeeper? keeper)
    {
        _socket = socket;
        _path = path;
        _metrics = metrics;
        _keeper = keeper;
        // A burst waits in the kernel and not in the sender.
        socket.ReceiveBufferSize = 4 * 1024 * 1024;
        _thread = new(Receive) { IsBackground = true, Name = "dogstatsd" };
        _thread.Start();
    }

    public string Url => _path is null ? $"udp://{_socket.LocalEndPoint}" : "unix://" + _path;

    /// <summary>0 for a Unix socket.</summary>
    public int Port => (_socket.LocalEndPoint as IPEndPoint)?.Port ?? 0;

    /// <summary>Lines that could not be read.</summary>
    public long Malformed { get; private set; }

    public static StatsdListener Udp(IPEndPoint at, MetricStore metrics, PayloadKeeper? keeper = null)
    {
        var socket = new Socket(at.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Bind(at);
            return new(socket, null, metrics, keeper);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <param name="socket">Bound, and taken over.</param>
    public static StatsdListener Of(Socket socket, MetricStore metrics) => new(socket, null, metrics, null);

    public static StatsdListener Unix(string path, MetricStore metrics, PayloadKeeper? keeper = null)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(path));
            return new(socket, path, metrics, keeper);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void Receive()
    {
        var buffer = new byte[65536];
        while (!_finishing || _socket.Available > 0)
        {
            try
            {
                var count = _socket.Receive(buffer);
                Malformed += StatsdLine.Take(buffer.AsSpan(0, count), _metrics, Clock.Now);
                _keeper?.Add(PayloadKind.DogStatsd, buffer.AsSpan(0, count));
            }
            catch (SocketException exception) when (exception.SocketErrorCode is SocketError.ConnectionReset or SocketError.MessageSize)
            {
                // Of one datagram; the next one may be well.
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    /// <summary>Takes what has arrived at a UDP port, and no more.</summary>
    public void Finish()
    {
        _finishing = true;
        // An empty datagram, queued behind everything that came before it, wakes the thread up.
        using (var waker = new UdpClient(_socket.AddressFamily))
            waker.Send([], 0, (IPEndPoint)_socket.LocalEndPoint!);
        _thread.Join();
    }

    public void Dispose()
    {
        _socket.Dispose();
        if (_path is not null)
            File.Delete(_path);
    }
}
