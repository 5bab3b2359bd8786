using System.Buffers;
using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text.Json;

namespace DdRun.Launcher.Live.Channel;

/// <summary>Frames to and from a process: four bytes of length, little-endian, and a JSON object. One thread may read while others write.</summary>
internal sealed class LiveConnection(Socket socket) : IDisposable
{
    public const int Protocol = 1;

    private const int MostSent = 1 << 20, MostReceived = 4 << 20, LengthSize = 4;

    private readonly NetworkStream _stream = new(socket, ownsSocket: true);
    private readonly Lock _writing = new();
    private readonly byte[] _length = new byte[LengthSize];

    /// <param name="type">Which message.</param>
    /// <param name="members">Writes the others.</param>
    /// <exception cref="LiveFailure">It is too long, or the connection is gone.</exception>
    public void Send(string type, Action<Utf8JsonWriter>? members = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        buffer.GetSpan(LengthSize)[..LengthSize].Clear();
        buffer.Advance(LengthSize);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("type", type);
            members?.Invoke(writer);
            writer.WriteEndObject();
        }

        var body = buffer.WrittenCount - LengthSize;
        if (body > MostSent)
            throw new LiveFailure($"the request is {body} bytes long, and a process takes {MostSent} at most", Launch.ExitCodes.Usage);
        var frame = buffer.WrittenSpan.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(frame, body);
        try
        {
            lock (_writing)
                _stream.Write(frame);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            throw new LiveFailure("the process has closed the connection");
        }
    }

    /// <returns>The next message; null when the process, or <see cref="Dispose"/>, has closed the connection.</returns>
    /// <exception cref="LiveFailure">What came is no message.</exception>
    public JsonElement? Receive()
    {
        byte[] body;
        try
        {
            if (_stream.ReadAtLeast(_length, LengthSize, throwOnEndOfStream: false) < LengthSize)
                return null;
            var length = BinaryPrimitives.ReadUInt32LittleEndian(_length);
            if (length > MostReceived)
                throw new LiveFailure($"the process sent a message of {length} bytes, which are too many");
            body = new byte[length];
            _stream.ReadExactly(body);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            // Told below.
        }

        throw new LiveFailure("the process sent what is no message");
    }

    public void Dispose() => _stream.Dispose();
}
