using DdRun.Export.MessagePack;

namespace DdRun.Runtime.Tests.Export.Datadog;

/// <summary>Any MessagePack value: ulong, double, bool, string, byte[], lists, dictionaries. A key that comes twice is an error.</summary>
internal static class DecodedValue
{
    public static object Read(ref MessagePackReader reader)
    {
        switch (reader.NextKind)
        {
            case MessagePackKind.Boolean:
                return reader.ReadBoolean();
            case MessagePackKind.Integer:
                return reader.ReadUInt64();
            case MessagePackKind.Float:
                return reader.ReadDouble();
            case MessagePackKind.String:
                return reader.ReadString()!;
            case MessagePackKind.Binary:
                return reader.ReadBinary().ToArray();
            case MessagePackKind.Array:
                var list = new List<object>();
                for (var left = reader.ReadArrayHeader(); left > 0; left--)
                    list.Add(Read(ref reader));
                return list;
            case MessagePackKind.Map:
                var pairs = new List<(object Key, object Value)>();
                for (var left = reader.ReadMapHeader(); left > 0; left--)
                    pairs.Add((Read(ref reader), Read(ref reader)));
                return pairs.TrueForAll(pair => pair.Key is string)
                    ? pairs.ToDictionary(pair => (string)pair.Key, pair => pair.Value)
                    : pairs.ToDictionary(pair => pair.Key, pair => pair.Value);
            default:
                throw new FormatException($"{reader.NextKind} is not expected here.");
        }
    }
}
