using DdRun.Runtime.Tests.Export.Datadog;
using MessagePack;

namespace DdRun.Runtime.Tests.Vectors;

/// <summary>MessagePack whose maps have numbers for keys, as v0.5 has them.</summary>
internal static class IndexedMessagePack
{
    public static object? Decode(byte[] bytes)
    {
        var reader = new MessagePackReader(bytes);
        return Value(ref reader);
    }

    private static object? Value(ref MessagePackReader reader)
    {
        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Array:
                var list = new List<object?>();
                for (var count = reader.ReadArrayHeader(); count > 0; count--)
                    list.Add(Value(ref reader));
                return list;
            case MessagePackType.Map:
                var map = new Dictionary<ulong, object?>();
                for (var count = reader.ReadMapHeader(); count > 0; count--)
                    map.Add(reader.ReadUInt64(), Value(ref reader));
                return map;
            case MessagePackType.String:
                return reader.ReadString();
            case MessagePackType.Float:
                return reader.ReadDouble();
            default:
                return unchecked((long)DecodedValue.Integer(ref reader));
        }
    }
}
