using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DdRun.Benchmarks.Spans;

/// <summary>Takes requests as fast as they come and answers 200.</summary>
internal sealed class SinkAgent : IDisposable
{
    private static readonly byte[] s_info = Answer("""{"endpoints":["/v0.3/traces","/v0.4/traces","/v0.5/traces","/v0.6/stats","/info"],"client_drop_p0s":true}""");
    private static readonly byte[] s_ok = Answer("{}");
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public SinkAgent()
    {
        _listener.Start();
        new Thread(Accept) { IsBackground = true }.Start();
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public void Dispose() => _listener.Dispose();

    private static byte[] Answer(string body) => System.Text.Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n{body}");

    private void Accept()
    {
        try
        {
            while (true)
            {
                var socket = _listener.AcceptSocket();
                new Thread(() => ServeUntilClosed(socket)) { IsBackground = true }.Start();
            }
        }
        catch (SocketException)
        {
        }
    }

    private static void ServeUntilClosed(Socket socket)
    {
        try
        {
            Serve(socket);
        }
        catch (SocketException)
        {
        }
    }

    private static void Serve(Socket socket)
    {
        var buffer = new byte[1 << 16];
        var filled = 0;
        while (true)
        {
            int end;
            while ((end = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8)) < 0)
            {
                var read = socket.Receive(buffer, filled, buffer.Length - filled, SocketFlags.None);
                if (read == 0)
                    return;
                filled += read;
            }
            var head = System.Text.Encoding.ASCII.GetString(buffer, 0, end);
            var at = head.IndexOf("Content-Length:", StringComparison.OrdinalIgnoreCase) + "Content-Length:".Length;
            var left = int.Parse(head[at..].Split("\r\n")[0], System.Globalization.CultureInfo.InvariantCulture) - (filled - end - 4);
            while (left > 0)
                left -= socket.Receive(buffer, 0, Math.Min(buffer.Length, left), SocketFlags.None);
            filled = 0;
            socket.Send(head.StartsWith("GET", StringComparison.Ordinal) ? s_info : s_ok);
        }
    }
}
