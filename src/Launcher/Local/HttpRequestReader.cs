using System.Globalization;
using System.Text;

namespace DdRun.Launcher.Local;

/// <summary>As much of HTTP/1.1 as tracers use to send: requests one after the other, with a length or in chunks.</summary>
internal sealed class HttpRequestReader(Stream stream)
{
    private const int MaxHeader = 64 * 1024, MaxBody = 256 * 1024 * 1024;

    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start, _end;

    /// <returns>Null at the end of the connection.</returns>
    public async Task<HttpRequest?> ReadAsync()
    {
        if (await ReadLineAsync() is not { Length: > 0 } first)
            return null;
        var words = first.Split(' ');
        if (words.Length != 3)
            throw new FormatException("This is no HTTP request.");

        long length = 0;
        bool chunked = false, close = words[2] == "HTTP/1.0";
        while (await ReadLineAsync() is { Length: > 0 } header)
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
                throw new FormatException("This is no HTTP header.");
            var value = header[(colon + 1)..].Trim();
            switch (header[..colon].ToLowerInvariant())
            {
                case "content-length":
                    length = long.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture);
                    break;
                case "transfer-encoding":
                    chunked = value.Equals("chunked", StringComparison.OrdinalIgnoreCase);
                    break;
                case "connection":
                    close = value.Equals("close", StringComparison.OrdinalIgnoreCase);
                    break;
                case "expect":
                    await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray());
                    break;
            }
        }

        return new(words[0], words[1], chunked ? await ReadChunksAsync() : await ReadBytesAsync(length), close);
    }

    private async Task<byte[]> ReadChunksAsync()
    {
        var body = new MemoryStream();
        while (true)
        {
            var line = await ReadLineAsync() ?? throw new EndOfStreamException();
            var size = int.Parse(line.Split(';')[0].Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (size == 0)
                break;
            if (body.Length + size > MaxBody)
                throw new FormatException("The request is too large.");
            body.Write(await ReadBytesAsync(size));
            await ReadLineAsync();
        }

        while (await ReadLineAsync() is { Length: > 0 })
        {
        }

        return body.ToArray();
    }

    private async Task<byte[]> ReadBytesAsync(long count)
    {
        if (count > MaxBody)
            throw new FormatException("The request is too large.");
        var bytes = new byte[count];
        var taken = (int)Math.Min(count, _end - _start);
        Array.Copy(_buffer, _start, bytes, 0, taken);
        _start += taken;
        await stream.ReadExactlyAsync(bytes.AsMemory(taken));
        return bytes;
    }

    private async Task<string?> ReadLineAsync()
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_start == _end)
            {
                (_start, _end) = (0, await stream.ReadAsync(_buffer));
                if (_end == 0)
                    return null;
            }

            var newline = _buffer.AsSpan(_start.._end).IndexOf((byte)'\n');
            var part = _buffer.AsSpan(_start, newline < 0 ? _end - _start : newline);
            line.Append(Encoding.Latin1.GetString(part));
            _start += part.Length + (newline < 0 ? 0 : 1);
            if (newline >= 0)
                return line.ToString().TrimEnd('\r');
            if (line.Length > MaxHeader)
                throw new FormatException("The header is too large.");
        }
    }
}
