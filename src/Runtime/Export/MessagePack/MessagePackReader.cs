using System.Buffers.Binary;
using System.Text;

namespace DdRun.Export.MessagePack;

/// <summary>Reads MessagePack from bytes; what is truncated or of another kind than asked for is a <see cref="FormatException"/>.</summary>
internal ref struct MessagePackReader(ReadOnlySpan<byte> bytes)
{
    private const int MaxDepth = 128;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position;

    public readonly int Position => _position;
    public readonly bool IsAtEnd => _position >= _bytes.Length;

    public readonly MessagePackKind NextKind => Peek() switch
    {
        <= 0x7F or >= MessagePackCode.NegativeFixInt or (>= MessagePackCode.UInt8 and <= MessagePackCode.Int64) => MessagePackKind.Integer,
        < MessagePackCode.FixArray or MessagePackCode.Map16 or MessagePackCode.Map32 => MessagePackKind.Map,
        < MessagePackCode.FixString or MessagePackCode.Array16 or MessagePackCode.Array32 => MessagePackKind.Array,
        < MessagePackCode.Nil or (>= MessagePackCode.String8 and <= MessagePackCode.String32) => MessagePackKind.String,
        MessagePackCode.Nil => MessagePackKind.Nil,
        MessagePackCode.False or MessagePackCode.True => MessagePackKind.Boolean,
        MessagePackCode.Float32 or MessagePackCode.Float64 => MessagePackKind.Float,
        MessagePackCode.Bin8 or MessagePackCode.Bin16 or MessagePackCode.Bin32 => MessagePackKind.Binary,
        (>= MessagePackCode.Ext8 and <= MessagePackCode.Ext32) or (>= MessagePackCode.FixExt1 and <= MessagePackCode.FixExt16) => MessagePackKind.Extension,
        var code => throw new FormatException($"0x{code:x2} starts no MessagePack value."),
    };

    public bool TryReadNil()
    {
        if (Peek() != MessagePackCode.Nil)
            return false;
        _position++;
        return true;
    }

    public bool ReadBoolean() => Take(1)[0] switch
    {
        MessagePackCode.True => true,
        MessagePackCode.False => false,
        var code => throw Unexpected(code, "boolean"),
    };

    /// <summary>Any integer; a negative one as its two's complement.</summary>
    public ulong ReadUInt64()
    {
        var code = Take(1)[0];
        return code switch
        {
            <= 0x7F => code,
            >= MessagePackCode.NegativeFixInt => (ulong)(sbyte)code,
            MessagePackCode.UInt8 => Take(1)[0],
            MessagePackCode.UInt16 => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
            MessagePackCode.UInt32 => BinaryPrimitives.ReadUInt32BigEndian(Take(4)),
            MessagePackCode.UInt64 => BinaryPrimitives.ReadUInt64BigEndian(Take(8)),
            MessagePackCode.Int8 => (ulong)(sbyte)Take(1)[0],
            MessagePackCode.Int16 => (ulong)BinaryPrimitives.ReadInt16BigEndian(Take(2)),
            MessagePackCode.Int32 => (ulong)BinaryPrimitives.ReadInt32BigEndian(Take(4)),
            MessagePackCode.Int64 => (ulong)BinaryPrimitives.ReadInt64BigEndian(Take(8)),
            _ => throw Unexpected(code, "integer"),
        };
    }

    /// <summary>Any integer.</summary>
    public Int128 ReadInteger()
    {
        var isUnsigned = Peek() is <= 0x7F or (>= MessagePackCode.UInt8 and <= MessagePackCode.UInt64);
        return isUnsigned ? ReadUInt64() : ReadInt64();
    }

    public long ReadInt64() => (long)ReadUInt64();

    /// <summary>Any number.</summary>
    public double ReadDouble()
    {
        switch (Peek())
        {
            case MessagePackCode.Float64:
                _position++;
                return BinaryPrimitives.ReadDoubleBigEndian(Take(8));
            case MessagePackCode.Float32:
                _position++;
                return BinaryPrimitives.ReadSingleBigEndian(Take(4));
            case MessagePackCode.UInt64:
                return ReadUInt64();
            default:
                return ReadInt64();
        }
    }

    /// <summary>Nil counts as no string.</summary>
    public string? ReadString() => TryReadNil() ? null : Encoding.UTF8.GetString(ReadStringBytes());

    public ReadOnlySpan<byte> ReadStringBytes()
    {
        var code = Take(1)[0];
        var length = code switch
        {
            >= MessagePackCode.FixString and < MessagePackCode.Nil => code & 0x1F,
            MessagePackCode.String8 => Take(1)[0],
            MessagePackCode.String16 => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
            MessagePackCode.String32 => Length(BinaryPrimitives.ReadUInt32BigEndian(Take(4))),
            _ => throw Unexpected(code, "string"),
        };
        return Take(length);
    }

    public ReadOnlySpan<byte> ReadBinary()
    {
        var code = Take(1)[0];
        var length = code switch
        {
            MessagePackCode.Bin8 => Take(1)[0],
            MessagePackCode.Bin16 => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
            MessagePackCode.Bin32 => Length(BinaryPrimitives.ReadUInt32BigEndian(Take(4))),
            _ => throw Unexpected(code, "binary"),
        };
        return Take(length);
    }

    public int ReadArrayHeader() => ReadHeader(MessagePackCode.FixArray, MessagePackCode.Array16, "array");

    public int ReadMapHeader() => ReadHeader(MessagePackCode.FixMap, MessagePackCode.Map16, "map");

    /// <summary>Passes over the next value, whatever it is.</summary>
    public void Skip() => Skip(MaxDepth);

    private void Skip(int depth)
    {
        if (depth == 0)
            throw new FormatException("MessagePack values are nested too deeply.");
        switch (NextKind)
        {
            case MessagePackKind.Nil or MessagePackKind.Boolean:
                _position++;
                break;
            case MessagePackKind.Integer:
                ReadUInt64();
                break;
            case MessagePackKind.Float:
                ReadDouble();
                break;
            case MessagePackKind.String:
                ReadStringBytes();
                break;
            case MessagePackKind.Binary:
                ReadBinary();
                break;
            case MessagePackKind.Array:
                for (var left = ReadArrayHeader(); left > 0; left--)
                    Skip(depth - 1);
                break;
            case MessagePackKind.Map:
                for (var left = ReadMapHeader() * 2L; left > 0; left--)
                    Skip(depth - 1);
                break;
            default:
                SkipExtension();
                break;
        }
    }

    private void SkipExtension()
    {
        var code = Take(1)[0];
        var length = code switch
        {
            MessagePackCode.Ext8 => Take(1)[0],
            MessagePackCode.Ext16 => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
            MessagePackCode.Ext32 => Length(BinaryPrimitives.ReadUInt32BigEndian(Take(4))),
            _ => 1 << (code - MessagePackCode.FixExt1),
        };
        Take(1);
        Take(length);
    }

    private int ReadHeader(byte fix, byte code16, string kind)
    {
        var code = Take(1)[0];
        if ((code & 0xF0) == fix)
            return code & 0x0F;
        var count = code == code16 ? BinaryPrimitives.ReadUInt16BigEndian(Take(2))
            : code == code16 + 1 ? Length(BinaryPrimitives.ReadUInt32BigEndian(Take(4)))
            : throw Unexpected(code, kind);
        // Every element takes a byte at least: a larger count is corrupt, and must not make anyone allocate for it.
        return count <= _bytes.Length - _position ? count : throw new FormatException($"A MessagePack {kind} is truncated.");
    }

    private static int Length(uint length) => length <= int.MaxValue ? (int)length : throw new FormatException("A MessagePack length is out of range.");

    private readonly byte Peek() => _position < _bytes.Length ? _bytes[_position] : throw new FormatException("MessagePack data is truncated.");

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _bytes.Length - _position)
            throw new FormatException("MessagePack data is truncated.");
        var taken = _bytes.Slice(_position, count);
        _position += count;
        return taken;
    }

    private static FormatException Unexpected(byte code, string wanted) => new($"0x{code:x2} where a MessagePack {wanted} was expected.");
}
