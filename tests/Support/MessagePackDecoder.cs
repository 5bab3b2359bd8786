using System.Buffers;
using System.Text;
using MessagePack;

namespace DdRun.Testing;

/// <summary>MessagePack to plain objects: whole numbers become <see cref="ulong"/>, negative ones <see cref="long"/>.</summary>
public static class MessagePackDecoder
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Decodes one value and refuses anything behind it.</summary>
    public static object? Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new MessagePackReader(bytes.ToArray());
        var value = Value(ref reader);
        if (!reader.End)
            throw new FormatException($"{bytes.Length - reader.Consumed} bytes behind the MessagePack value");
        return value;
    }

    private static object? Value(ref MessagePackReader reader)
    {
        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Integer:
                // Written as a signed number where it is one.
                var isSigned = reader.NextCode is >= MessagePackCode.MinNegativeFixInt or (>= MessagePackCode.Int8 and <= MessagePackCode.Int64);
                return isSigned ? (object)reader.ReadInt64() : reader.ReadUInt64();
            case MessagePackType.Nil:
                reader.ReadNil();
                return null;
            case MessagePackType.Boolean:
                return reader.ReadBoolean();
            case MessagePackType.Float:
                return reader.ReadDouble();
            case MessagePackType.String:
                return Strict.GetString(reader.ReadStringSequence()!.Value.ToArray());
            case MessagePackType.Binary:
                return reader.ReadBytes()!.Value.ToArray();
            case MessagePackType.Array:
                var list = new List<object?>();
                for (var count = reader.ReadArrayHeader(); count > 0; count--)
                    list.Add(Value(ref reader));
                return list;
            case MessagePackType.Map:
                var map = new Dictionary<string, object?>();
                for (var count = reader.ReadMapHeader(); count > 0; count--)
                {
                    var key = Value(ref reader) as string ?? throw new FormatException("a map key is not a string");
                    if (!map.TryAdd(key, Value(ref reader)))
                        throw new FormatException($"map key '{key}' twice");
                }

                return map;
            default:
                throw new FormatException($"MessagePack type 0x{reader.NextCode:x2} is not used in traces");
        }
    }
}
