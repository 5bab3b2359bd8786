using DdRun.Buffers;

namespace DdRun.Export.Otlp;

/// <summary>Bytes that grow, and stay for the next message.</summary>
internal sealed class ByteBuffer(int kept = 4 << 20)
{
    private byte[] _bytes = [];

    public byte[] Bytes => _bytes;
    public int Length { get; set; }
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public byte[] Reserve(int count)
    {
        if (_bytes.Length - Length < count)
            Array.Resize(ref _bytes, (int)Math.Max(Math.Min(BufferSize.After(_bytes.Length, Length + count), Array.MaxLength), 1024));
        return _bytes;
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length).AsSpan(Length));
        Length += bytes.Length;
    }

    public void Add(byte value)
    {
        Reserve(1)[Length++] = value;
    }

    /// <summary>Empties it; what it grew to beyond the usual is given back.</summary>
    public void Clear()
    {
        Length = 0;
        if (_bytes.Length > kept)
            _bytes = [];
    }
}
