using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Requests;

/// <summary>Answers every request with its head as it came over the wire.</summary>
internal sealed class Mirror : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public Mirror()
    {
        _listener.Start();
        _ = Accept();
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/";

    public void Dispose() => _listener.Dispose();

    private async Task Accept()
    {
        while (true)
            _ = Serve(await _listener.AcceptTcpClientAsync());
    }

    private static async Task Serve(TcpClient client)
    {
        using var _ = client;
        var stream = client.GetStream();
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one) == 1)
            head.Append((char)one[0]);
        // What is left unread would break the connection.
        if (head.ToString().StartsWith("POST", StringComparison.Ordinal))
            await stream.ReadExactlyAsync(new byte["ham".Length]);
        await stream.WriteAsync(Encoding.Latin1.GetBytes($"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {head.Length}\r\n\r\n{head}"));
    }
}
