using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Pages;

/// <summary>What a browser does with a page that lives at the server, as far as it takes to open a circuit and to press a button.</summary>
internal sealed partial class Visit(Uri site) : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[1 << 16];

    public async Task Open(string path, string page)
    {
        var markers = string.Join(',', Marker().Matches(page).Select(match => match.Groups[1].Value));
        await _socket.ConnectAsync(new UriBuilder(site) { Scheme = "ws", Path = "/_blazor" }.Uri, default);
        await _socket.SendAsync(Encoding.UTF8.GetBytes("{\"protocol\":\"blazorpack\",\"version\":1}\u001e"), WebSocketMessageType.Binary, true, default);
        await Invoke("StartCircuit", "1", site.ToString(), new Uri(site, path).ToString(), $"[{markers}]", "");
    }

    /// <summary>Until the server writes a text.</summary>
    public async Task<string> Until(string pattern)
    {
        var all = new StringBuilder();
        while (true)
        {
            var frame = await _socket.ReceiveAsync(_buffer.AsMemory(), default);
            if (frame.MessageType == WebSocketMessageType.Close)
                throw new InvalidOperationException($"closed before '{pattern}': {all}");
            all.Append(Encoding.Latin1.GetString(_buffer, 0, frame.Count));
            if (Regex.Match(all.ToString(), pattern) is { Success: true } match)
                return match.Groups[^1].Value;
        }
    }

    public Task Click(long renderer, int handler) => Invoke(
        "BeginInvokeDotNetFromJS",
        null,
        "1",
        null,
        "DispatchEventAsync",
        renderer,
        $$"""[{"eventHandlerId":{{handler}},"eventName":"click","eventFieldInfo":null},{"type":"click"}]""");

    public Task GoTo(string path) => Invoke("OnLocationChanged", null, new Uri(site, path).ToString(), null, true);

    public async Task Leave() => await _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);

    public void Dispose() => _socket.Dispose();

    // A call of the hub, in MessagePack.
    private async Task Invoke(string method, string? id, params object?[] arguments)
    {
        using var message = new MemoryStream();
        message.Write([0x95, 1, 0x80]);
        Write(message, id);
        Write(message, method);
        message.WriteByte((byte)(0x90 | arguments.Length));
        foreach (var argument in arguments)
            Write(message, argument);
        var (body, frame) = (message.ToArray(), new MemoryStream());
        var length = body.Length;
        for (; length > 0x7F; length >>= 7)
            frame.WriteByte((byte)(length | 0x80));
        frame.WriteByte((byte)length);
        frame.Write(body);
        await _socket.SendAsync(frame.ToArray(), WebSocketMessageType.Binary, true, default);
    }

    private static void Write(Stream stream, object? value)
    {
        Span<byte> bytes = stackalloc byte[9];
        switch (value)
        {
            case null:
                stream.WriteByte(0xC0);
                break;
            case bool flag:
                stream.WriteByte((byte)(flag ? 0xC3 : 0xC2));
                break;
            case long number:
                bytes[0] = 0xD3;
                BinaryPrimitives.WriteInt64BigEndian(bytes[1..], number);
                stream.Write(bytes);
                break;
            case string text:
                var utf8 = Encoding.UTF8.GetBytes(text);
                bytes[0] = 0xDB;
                BinaryPrimitives.WriteInt32BigEndian(bytes[1..], utf8.Length);
                stream.Write(bytes[..5]);
                stream.Write(utf8);
                break;
        }
    }

    [GeneratedRegex("<!--Blazor:(.*?)-->")]
    private static partial Regex Marker();
}
