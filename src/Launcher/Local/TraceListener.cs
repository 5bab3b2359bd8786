using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DdRun.Launcher.Local;

/// <summary>Stands in for an agent's trace port, on a loopback port of the system's choice.</summary>
internal sealed class TraceListener : IAsyncDisposable
{
    private const string Info =
        """{"version":"dd-run-local","endpoints":["/v0.4/traces","/v0.5/traces","/v0.6/stats"],"client_drop_p0s":false,"span_events":true}""";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Action<List<LocalSpan>> _onTrace;
    private readonly HashSet<Task> _connections = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    public TraceListener(Action<List<LocalSpan>> onTrace)
    {
        _onTrace = onTrace;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Whether anybody has sent traces, readable or not.</summary>
    public bool HasBeenUsed { get; private set; }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    private async Task AcceptAsync()
    {
        // After the stop, those who had connected before are still served.
        while (!_stop.IsCancellationRequested || _listener.Pending())
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.IsCancellationRequested ? default : _stop.Token);
                lock (_connections)
                {
                    _connections.RemoveWhere(connection => connection.IsCompleted);
                    _connections.Add(ServeAsync(client));
                }
            }
            catch (OperationCanceledException)
            {
                // Stopping.
            }
            catch (SocketException)
            {
                // A client that went away before it was accepted, or no file descriptor for it: then again and again.
                if (_stop.IsCancellationRequested)
                    return;
                await Task.Delay(Pause);
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var reader = new HttpRequestReader(stream);
                while (await reader.ReadAsync() is { } request)
                {
                    var (status, body) = Answer(request);
                    await stream.WriteAsync(Encoding.UTF8.GetBytes(
                        $"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"));
                    if (request.Close)
                        return;
                }
            }
            catch (Exception exception) when (exception is IOException or FormatException or OverflowException)
            {
                // The connection is given up, as an agent would.
            }
        }
    }

    private (string Status, string Body) Answer(HttpRequest request)
    {
        try
        {
            switch (request.Path.Split('?')[0])
            {
                case "/v0.4/traces":
                    Show(TraceDecoder.DecodeV04, request.Body);
                    return ("200 OK", """{"rate_by_service":{}}""");
                case "/v0.5/traces":
                    Show(TraceDecoder.DecodeV05, request.Body);
                    return ("200 OK", """{"rate_by_service":{}}""");
                case "/info":
                    return ("200 OK", Info);
                case "/v0.6/stats":
                    return ("200 OK", "{}");
                default:
                    return ("404 Not Found", "{}");
            }
        }
        catch (FormatException exception)
        {
            Launch.Message.Write("traces that cannot be read: " + exception.Message);
            return ("400 Bad Request", "{}");
        }
    }

    private void Show(Func<ReadOnlySpan<byte>, List<List<LocalSpan>>> decode, byte[] body)
    {
        HasBeenUsed = true;
        foreach (var trace in decode(body))
            _onTrace(trace);
    }

    /// <summary>Serves what has been sent, and stops. Who keeps a connection open, such as a process that outlives the target, is left after a second.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        Task[] open;
        lock (_connections)
            open = [.. _connections];
        await Task.WhenAny(Task.WhenAll(open), Task.Delay(TimeSpan.FromSeconds(1)));
        _listener.Stop();
        _stop.Dispose();
    }
}
