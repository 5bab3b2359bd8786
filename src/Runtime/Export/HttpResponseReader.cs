using System.Globalization;
using System.Text;
using DdRun.Text;

namespace DdRun.Export;

/// <summary>Reads one HTTP/1.1 response, at most <see cref="MaxBody"/> of it.</summary>
internal sealed class HttpResponseReader(Stream stream, Action beforeRead)
{
    private const int MaxHead = 64 * 1024;
    public const int MaxBody = 4 * 1024 * 1024;

    private byte[] _buffer = new byte[2048];
    private int _start, _end;
    private bool _any;

    /// <summary>The final status, as soon as it has been read; 0 until then.</summary>
    public int Status { get; private set; }

    public HttpResponse Read(out bool keepAlive)
    {
        int status;
        long length;
        bool chunked;
        string? state, retryAfter;
        do
        {
            status = ReadStatus(out keepAlive);
            if (status is < 100 or >= 200)
                Status = status;
            length = -1;
            chunked = false;
            state = retryAfter = null;
            while (ReadLine() is { Length: > 0 } line)
            {
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                if (colon < 0)
                    throw new PeerFailure("The server answered a malformed header.");
                var name = line.AsSpan(0, colon);
                var value = line.AsSpan(colon + 1).Trim();
                if (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
                    length = Digits.TryParse(value, long.MaxValue, out var n) ? n : throw new PeerFailure("The server answered a malformed length.");
                else if (name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase))
                    chunked = value.EndsWith("chunked", StringComparison.OrdinalIgnoreCase);
                else if (name.Equals("Connection", StringComparison.OrdinalIgnoreCase))
                    keepAlive &= !value.Equals("close", StringComparison.OrdinalIgnoreCase);
                else if (name.Equals("Datadog-Agent-State", StringComparison.OrdinalIgnoreCase))
                    state = value.ToString();
                else if (name.Equals("Retry-After", StringComparison.OrdinalIgnoreCase))
                    retryAfter = value.ToString();
            }
        }
        while (status is >= 100 and < 200);
        var body = status is 204 or 304 ? [] : chunked ? ReadChunks() : length >= 0 ? ReadExactly(length) : ReadToEnd(out keepAlive);
        return new HttpResponse(status, body, state) { RetryAfter = retryAfter };
    }

    private int ReadStatus(out bool keepAlive)
    {
        var line = ReadLine();
        if (!line.StartsWith("HTTP/1.", StringComparison.Ordinal) || line.Length < 12
            || !Digits.TryParse(line.AsSpan(9, 3), 999, out var status))
            throw new PeerFailure("What the server answered is not HTTP.");
        keepAlive = line[7] != '0';
        return (int)status;
    }

    private byte[] ReadChunks()
    {
        using var body = new MemoryStream();
        while (true)
        {
            var line = ReadLine();
            var end = line.IndexOf(';', StringComparison.Ordinal);
            if (!int.TryParse(end < 0 ? line : line[..end], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var size) || size < 0)
                throw new PeerFailure("The server answered a malformed chunk.");
            if (size == 0)
                break;
            if (body.Length + size > MaxBody)
                throw new PeerFailure("The server's answer is too long.");
            body.Write(ReadExactly(size));
            ReadLine();
        }
        while (ReadLine().Length > 0)
        {
        }
        return body.ToArray();
    }

    private byte[] ReadExactly(long length)
    {
        if (length > MaxBody)
            throw new PeerFailure("The server's answer is too long.");
        var body = new byte[length];
        var filled = 0;
        while (filled < body.Length)
        {
            if (_start == _end)
                Fill();
            var taken = Math.Min(_end - _start, body.Length - filled);
            _buffer.AsSpan(_start, taken).CopyTo(body.AsSpan(filled));
            _start += taken;
            filled += taken;
        }
        return body;
    }

    private byte[] ReadToEnd(out bool keepAlive)
    {
        keepAlive = false;
        using var body = new MemoryStream();
        body.Write(_buffer, _start, _end - _start);
        while (true)
        {
            beforeRead();
            var read = stream.Read(_buffer, 0, _buffer.Length);
            if (read == 0)
                return body.ToArray();
            if (body.Length + read > MaxBody)
                throw new PeerFailure("The server's answer is too long.");
            body.Write(_buffer, 0, read);
        }
    }

    private string ReadLine()
    {
        var searched = 0;
        while (true)
        {
            var newline = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                var length = searched + newline;
                var line = Encoding.Latin1.GetString(_buffer, _start, length > 0 && _buffer[_start + length - 1] == '\r' ? length - 1 : length);
                _start += length + 1;
                return line;
            }
            searched = _end - _start;
            if (searched > MaxHead)
                throw new PeerFailure("The server's answer has too long a head.");
            Fill();
        }
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        beforeRead();
        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        if (read == 0)
            throw _any ? new PeerFailure("The server closed the connection in the middle of its answer.") : new ConnectionClosedException();
        _any = true;
        _end += read;
    }
}
