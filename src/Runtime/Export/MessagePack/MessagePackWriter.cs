using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using DdRun.Buffers;

namespace DdRun.Export.MessagePack;

/// <summary>Writes MessagePack into an array that grows and is used again.</summary>
internal sealed class MessagePackWriter
{
    private const int RecurringSlots = 1024, MaxRecurringChars = 64;

    private readonly (string Text, byte[] Bytes)[] _recurring = new (string, byte[])[RecurringSlots];
    private byte[] _buffer = [];
    private int _position;

    public int Position => _position;

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _position);

    /// <summary>Forgets what was written after a position.</summary>
    public void Reset(int position = 0) => _position = position;

    /// <summary>Room for so many bytes, for a <see cref="MessagePackCursor"/>; <see cref="Advance"/> says how many it took.</summary>
    public Span<byte> Room(int bytes)
    {
        Ensure(bytes);
        return _buffer.AsSpan(_position, bytes);
    }

    public void Advance(int bytes) => _position += bytes;

    /// <summary>Lets go of a large array.</summary>
    public void Trim(int keep)
    {
        if (_buffer.Length > keep)
            _buffer = [];
        _position = 0;
    }

    public void WriteNil() => Reserve(1)[0] = MessagePackCode.Nil;

    public void WriteBoolean(bool value) => Reserve(1)[0] = value ? MessagePackCode.True : MessagePackCode.False;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteUInt64(ulong value)
    {
        if (value <= 0x7F)
            Reserve(1)[0] = (byte)value;
        else
            WriteLargeUInt64(value);
    }

    private void WriteLargeUInt64(ulong value)
    {
        if (value <= uint.MaxValue)
        {
            var span = Reserve(5);
            span[0] = MessagePackCode.UInt32;
            BinaryPrimitives.WriteUInt32BigEndian(span[1..], (uint)value);
        }
        else
        {
            var span = Reserve(9);
            span[0] = MessagePackCode.UInt64;
            BinaryPrimitives.WriteUInt64BigEndian(span[1..], value);
        }
    }

    public void WriteInt64(long value)
    {
        if (value >= 0)
        {
            WriteUInt64((ulong)value);
        }
        else if (value >= -32)
        {
            Reserve(1)[0] = (byte)value;
        }
        else
        {
            var span = Reserve(9);
            span[0] = MessagePackCode.Int64;
            BinaryPrimitives.WriteInt64BigEndian(span[1..], value);
        }
    }

    public void WriteDouble(double value)
    {
        var span = Reserve(9);
        span[0] = MessagePackCode.Float64;
        BinaryPrimitives.WriteDoubleBigEndian(span[1..], value);
    }

    public void WriteArrayHeader(int count)
    {
        if (count < 16)
            Reserve(1)[0] = (byte)(MessagePackCode.FixArray | count);
        else
            WriteHeader(MessagePackCode.Array16, count);
    }

    public void WriteMapHeader(int count)
    {
        if (count < 16)
            Reserve(1)[0] = (byte)(MessagePackCode.FixMap | count);
        else
            WriteHeader(MessagePackCode.Map16, count);
    }

    /// <summary>Room for a count that is only known later; answers where <see cref="SetCount"/> finds it.</summary>
    public int ReserveMap16()
    {
        Reserve(3)[0] = MessagePackCode.Map16;
        return _position - 2;
    }

    /// <summary>Room for a count that is only known later; answers where <see cref="SetCount32"/> finds it.</summary>
    public int ReserveArray32()
    {
        Reserve(5)[0] = MessagePackCode.Array32;
        return _position - 4;
    }

    /// <summary>Sets the count of a map header that was written with fewer than 16 entries.</summary>
    public void SetFixMap(int position, int count) => _buffer[position] = checked((byte)(MessagePackCode.FixMap | (count <= 15 ? count : throw new ArgumentOutOfRangeException(nameof(count)))));

    public void SetCount(int position, int count) => BinaryPrimitives.WriteUInt16BigEndian(_buffer.AsSpan(position), checked((ushort)count));

    public void SetCount32(int position, int count) => BinaryPrimitives.WriteUInt32BigEndian(_buffer.AsSpan(position), (uint)count);

    public void WriteBinary(ReadOnlySpan<byte> bytes)
    {
        var span = Reserve(5 + bytes.Length);
        span[0] = MessagePackCode.Bin32;
        BinaryPrimitives.WriteUInt32BigEndian(span[1..], (uint)bytes.Length);
        bytes.CopyTo(span[5..]);
    }

    /// <summary>A string that is UTF-8 already; for keys.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteKey(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length < 32)
        {
            var span = Reserve(1 + utf8.Length);
            span[0] = (byte)(MessagePackCode.FixString | utf8.Length);
            utf8.CopyTo(span[1..]);
        }
        else
        {
            var span = Reserve(5 + utf8.Length);
            span[0] = MessagePackCode.String32;
            BinaryPrimitives.WriteUInt32BigEndian(span[1..], (uint)utf8.Length);
            utf8.CopyTo(span[5..]);
        }
    }

    public void WriteRaw(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

    /// <summary>Same as <see cref="WriteString"/>, for texts that come again and again as the same object: keys, names.</summary>
    public void WriteRecurring(string value)
    {
        if (value.Length is 0 or > MaxRecurringChars)
        {
            WriteString(value);
            return;
        }
        ref var slot = ref _recurring[RecurringTexts.SlotOf(value, RecurringSlots)];
        if (ReferenceEquals(slot.Text, value))
        {
            WriteRaw(slot.Bytes);
            return;
        }
        var start = _position;
        WriteString(value);
        slot = (value, _buffer[start.._position]);
    }

    /// <summary>Lone surrogates become U+FFFD.</summary>
    public void WriteString(string? value)
    {
        if (value is null)
        {
            Reserve(1)[0] = MessagePackCode.FixString;
            return;
        }
        // Most text is ASCII: guess the header from the number of chars, and move the bytes in the rare case that it was wrong.
        var chars = value.Length;
        Ensure(5 + 3 * chars);
        var start = _position;
        var header = HeaderSize(chars);
        if (Ascii.FromUtf16(value, _buffer.AsSpan(start + header), out var bytes) != System.Buffers.OperationStatus.Done)
            bytes = Encoding.UTF8.GetBytes(value, _buffer.AsSpan(start + header));
        var needed = HeaderSize(bytes);
        if (needed != header)
            Buffer.BlockCopy(_buffer, start + header, _buffer, start + needed, bytes);
        WriteStringHeader(_buffer.AsSpan(start), bytes, needed);
        _position = start + needed + bytes;
    }

    private static int HeaderSize(int bytes) => bytes < 32 ? 1 : bytes <= byte.MaxValue ? 2 : bytes <= ushort.MaxValue ? 3 : 5;

    private static void WriteStringHeader(Span<byte> span, int bytes, int size)
    {
        switch (size)
        {
            case 1:
                span[0] = (byte)(MessagePackCode.FixString | bytes);
                break;
            case 2:
                span[0] = MessagePackCode.String8;
                span[1] = (byte)bytes;
                break;
            case 3:
                span[0] = MessagePackCode.String16;
                BinaryPrimitives.WriteUInt16BigEndian(span[1..], (ushort)bytes);
                break;
            default:
                span[0] = MessagePackCode.String32;
                BinaryPrimitives.WriteUInt32BigEndian(span[1..], (uint)bytes);
                break;
        }
    }

    private void WriteHeader(byte code16, int count)
    {
        if (count <= ushort.MaxValue)
        {
            var span = Reserve(3);
            span[0] = code16;
            BinaryPrimitives.WriteUInt16BigEndian(span[1..], (ushort)count);
        }
        else
        {
            var span = Reserve(5);
            span[0] = (byte)(code16 + 1);
            BinaryPrimitives.WriteUInt32BigEndian(span[1..], (uint)count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> Reserve(int count)
    {
        Ensure(count);
        var span = _buffer.AsSpan(_position, count);
        _position += count;
        return span;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Ensure(int count)
    {
        if (_buffer.Length - _position < count)
            Grow(count);
    }

    private void Grow(int count)
    {
        var size = Math.Max(4096, BufferSize.After(_buffer.Length, (long)_position + count));
        Array.Resize(ref _buffer, (int)Math.Min(size, Math.Max(Array.MaxLength, (long)_position + count)));
    }
}
