using System.Buffers.Binary;
using System.Text;

namespace DdRun.Testing;

/// <summary>
/// MessagePack to plain objects, written from the format's own specification and independent of the product's reader, so that
/// a mistake shared by the product's writer and reader is seen here.
/// </summary>
public ref struct MessagePackDecoder(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Decodes one value and refuses anything behind it.</summary>
    public static object? Decode(ReadOnlySpan<byte> bytes)
    {
        var decoder = new MessagePackDecoder(bytes);
        var value = decoder.Value();
        if (decoder._rest.Length != 0)
            throw new FormatException($"{decoder._rest.Length} bytes behind the MessagePack value");
        return value;
    }

    private object? Value()
    {
        var head = Take(1)[0];
        return head switch
        {
            <= 0x7f => (ulong)head,
            <= 0x8f => Map(head & 0x0f),
            <= 0x9f => List(head & 0x0f),
            <= 0xbf => Text(head & 0x1f),
            0xc0 => null,
            0xc2 => false,
            0xc3 => true,
            0xc4 => Take(Length(1)).ToArray(),
            0xc5 => Take(Length(2)).ToArray(),
            0xc6 => Take(Length(4)).ToArray(),
            0xca => (double)BinaryPrimitives.ReadSingleBigEndian(Take(4)),
            0xcb => BinaryPrimitives.ReadDoubleBigEndian(Take(8)),
            0xcc => (ulong)Take(1)[0],
            0xcd => (ulong)BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
            0xce => (ulong)BinaryPrimitives.ReadUInt32BigEndian(Take(4)),
            0xcf => BinaryPrimitives.ReadUInt64BigEndian(Take(8)),
            0xd0 => (long)(sbyte)Take(1)[0],
            0xd1 => (long)BinaryPrimitives.ReadInt16BigEndian(Take(2)),
            0xd2 => (long)BinaryPrimitives.ReadInt32BigEndian(Take(4)),
            0xd3 => BinaryPrimitives.ReadInt64BigEndian(Take(8)),
            0xd9 => Text(Length(1)),
            0xda => Text(Length(2)),
            0xdb => Text(Length(4)),
            0xdc => List(Length(2)),
            0xdd => List(Length(4)),
            0xde => Map(Length(2)),
            0xdf => Map(Length(4)),
            >= 0xe0 => (long)(sbyte)head,
            _ => throw new FormatException($"MessagePack type 0x{head:x2} is not used in traces"),
        };
    }

    private List<object?> List(int count)
    {
        var list = new List<object?>();
        for (; count > 0; count--)
            list.Add(Value());
        return list;
    }

    private Dictionary<string, object?> Map(int count)
    {
        var map = new Dictionary<string, object?>();
        for (; count > 0; count--)
        {
            var key = Value() as string ?? throw new FormatException("a map key is not a string");
            if (!map.TryAdd(key, Value()))
                throw new FormatException($"map key '{key}' twice");
        }
        return map;
    }

    private string Text(int length) => new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Take(length));

    private int Length(int bytes) => bytes switch
    {
        1 => Take(1)[0],
        2 => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
        _ => checked((int)BinaryPrimitives.ReadUInt32BigEndian(Take(4))),
    };

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
            throw new FormatException("MessagePack ends in the middle of a value");
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
