using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DdRun.Integrations.Tests.Lending;

/// <summary>Answers each request with its own bytes.</summary>
internal sealed class EchoServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public EchoServer()
    {
        _listener.Start();
        _ = Accept();
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    public void Dispose() => _listener.Dispose();

    private async Task Accept()
    {
        try
        {
            while (true)
                _ = Serve(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }

    private static async Task Serve(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            var read = new List<byte>();
            var buffer = new byte[8192];
            while (await stream.ReadAsync(buffer) is var count and > 0)
            {
                read.AddRange(buffer[..count]);
                var text = Encoding.Latin1.GetString([.. read]);
                var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
                if (end < 0)
                    continue;
                var length = text[..end].Split("\r\n").Single(line => line.StartsWith("Content-Length: ", StringComparison.Ordinal))["Content-Length: ".Length..];
                var whole = end + 4 + int.Parse(length, CultureInfo.InvariantCulture);
                if (read.Count < whole)
                    continue;
                byte[] answer = [.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {whole}\r\n\r\n"), .. read[..whole]];
                read.RemoveRange(0, whole);
                await stream.WriteAsync(answer);
            }
        }
    }
}
