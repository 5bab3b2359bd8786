using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DdRun.Launcher.Local;

/// <summary>DogStatsD over UDP, on a loopback port of the system's choice.</summary>
internal sealed class StatsdListener : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly MetricTable _metrics;
    private readonly Thread _thread;
    private volatile bool _stopping;

    public StatsdListener(MetricTable metrics)
    {
        _metrics = metrics;
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _thread = new(Receive) { IsBackground = true, Name = "dd-run statsd" };
        _thread.Start();
    }

    public string Url => $"udp://127.0.0.1:{((IPEndPoint)_socket.LocalEndPoint!).Port}";

    private void Receive()
    {
        var buffer = new byte[65536];
        while (!_stopping || _socket.Available > 0)
        {
            try
            {
                var count = _socket.Receive(buffer);
                _metrics.Add(Encoding.UTF8.GetString(buffer, 0, count));
            }
            catch (Exception)
            {
                // A datagram that could not be taken; the next one may. An exception that left the thread would end the launcher.
            }
        }
    }

    /// <summary>Takes what has arrived and stops.</summary>
    public void Dispose()
    {
        _stopping = true;
        // An empty datagram, queued behind everything that came before it, wakes the thread up.
        using (var waker = new UdpClient())
            waker.Send([], 0, (IPEndPoint)_socket.LocalEndPoint!);
        _thread.Join();
        _socket.Dispose();
    }
}
