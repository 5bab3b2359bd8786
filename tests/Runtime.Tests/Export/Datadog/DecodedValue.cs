using System.Buffers;
using System.Text;
using MessagePack;

namespace DdRun.Runtime.Tests.Export.Datadog;

/// <summary>Any MessagePack value: ulong, double, bool, string, byte[], lists, dictionaries. A key that comes twice is an error.</summary>
internal static class DecodedValue
{
    /// <summary>One value, and nothing behind it.</summary>
    public static object Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new MessagePackReader(bytes.ToArray());
        var value = Read(ref reader);
        Assert.True(reader.End);
        return value;
    }

    /// <summary>Any whole number; a negative one as its two's complement.</summary>
    public static ulong Integer(ref MessagePackReader reader) => reader.NextCode == MessagePackCode.UInt64 ? reader.ReadUInt64() : unchecked((ulong)reader.ReadInt64());

    private static object Read(ref MessagePackReader reader)
    {
        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Boolean:
                return reader.ReadBoolean();
            case MessagePackType.Integer:
                return Integer(ref reader);
            case MessagePackType.Float:
                return reader.ReadDouble();
            case MessagePackType.String:
                return Encoding.UTF8.GetString(reader.ReadStringSequence()!.Value.ToArray());
            case MessagePackType.Binary:
                return reader.ReadBytes()!.Value.ToArray();
            case MessagePackType.Array:
                var list = new List<object>();
                for (var left = reader.ReadArrayHeader(); left > 0; left--)
                    list.Add(Read(ref reader));
                return list;
            case MessagePackType.Map:
                var pairs = new List<(object Key, object Value)>();
                for (var left = reader.ReadMapHeader(); left > 0; left--)
                    pairs.Add((Read(ref reader), Read(ref reader)));
                return pairs.TrueForAll(pair => pair.Key is string)
                    ? pairs.ToDictionary(pair => (string)pair.Key, pair => pair.Value)
                    : pairs.ToDictionary(pair => pair.Key, pair => pair.Value);
            default:
                throw new FormatException($"{reader.NextMessagePackType} is not expected here.");
        }
    }
}
