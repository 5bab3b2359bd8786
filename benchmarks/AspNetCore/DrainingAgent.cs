using System.Net;
using System.Net.Sockets;

namespace DdRun.Benchmarks.AspNetCore;

/// <summary>
/// Takes what is sent and answers, as cheaply as can be: it runs on the same cores as what is measured. A thread for each connection that waits
/// for it; the thread pool's look for work for a while after each piece of it.
/// </summary>
internal sealed class DrainingAgent : IDisposable
{
    // Agents send the rates of the services that they know with every answer.
    private static readonly byte[] s_answer = Answer("""{"rate_by_service":{"service:,env:":1,"service:benchmark,env:":1}}""");
    // What agents of today can, as they tell: tracers pick the cheaper format by it.
    private static readonly byte[] s_info = Answer("""{"endpoints":["/v0.3/traces","/v0.4/traces","/v0.5/traces","/v0.6/stats","/info"],"client_drop_p0s":true}""");
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private static readonly byte[] s_taken = "HTTP/1.1 200 OK\r\nContent-Type: application/x-protobuf\r\nContent-Length: 0\r\n\r\n"u8.ToArray();
    private long _bytes;

    public DrainingAgent()
    {
        _listener.Start();
        Url = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        StartThread(Accept);
    }

    public string Url { get; }
    public long Bytes => Volatile.Read(ref _bytes);

    private static byte[] Answer(string body) =>
        System.Text.Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");

    private static void StartThread(Action run) => new Thread(() => run()) { IsBackground = true }.Start();

    private void Accept()
    {
        try
        {
            while (true)
            {
                var connection = _listener.AcceptSocket();
                StartThread(() => Serve(connection));
            }
        }
        catch (Exception e) when (e is SocketException or InvalidOperationException)
        {
        }
    }

    private void Serve(Socket connection)
    {
        using var _ = connection;
        var buffer = new byte[1 << 18];
        try
        {
            for (int filled = 0, length; (length = connection.Receive(buffer.AsSpan(filled))) > 0;)
            {
                Interlocked.Add(ref _bytes, length);
                filled += length;
                var head = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8) + 4;
                if (head < 4)
                    continue;
                var answer = buffer.AsSpan(0, filled).StartsWith("GET "u8) ? s_info : buffer.AsSpan(0, filled).StartsWith("POST /v1/"u8) ? s_taken : s_answer;
                for (var rest = ContentLength(buffer.AsSpan(0, head)) - (filled - head); rest > 0; rest -= length)
                {
                    length = connection.Receive(buffer.AsSpan(0, Math.Min(buffer.Length, rest)));
                    if (length == 0)
                        return;
                    Interlocked.Add(ref _bytes, length);
                }
                filled = 0;
                connection.Send(answer);
            }
        }
        catch (SocketException)
        {
        }
    }

    private static int ContentLength(ReadOnlySpan<byte> head)
    {
        var text = System.Text.Encoding.ASCII.GetString(head);
        var start = text.IndexOf("Content-Length:", StringComparison.OrdinalIgnoreCase);
        return start < 0 ? 0 : int.Parse(text.AsSpan(start + 15, text.IndexOf('\r', start) - start - 15), null);
    }

    public void Dispose() => _listener.Dispose();
}
