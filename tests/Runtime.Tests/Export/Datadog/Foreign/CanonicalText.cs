using System.Buffers;
using System.Globalization;
using System.Text;
using MessagePack;

namespace DdRun.Runtime.Tests.Export.Datadog.Foreign;

/// <summary>MessagePack as text that every decoder can agree on, by the library that reads it in .NET.</summary>
internal static class CanonicalText
{
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var reader = new MessagePackReader(bytes.ToArray());
        var text = new StringBuilder();
        Write(ref reader, text);
        Assert.True(reader.End);
        return text.ToString();
    }

    private static string Integer(ref MessagePackReader reader) => reader.NextCode == MessagePackCode.UInt64
        ? reader.ReadUInt64().ToString(CultureInfo.InvariantCulture)
        : reader.ReadInt64().ToString(CultureInfo.InvariantCulture);

    // JavaScript's objects know neither the order nor the kind of their keys.
    private static void WriteMap(ref MessagePackReader reader, StringBuilder text)
    {
        var entries = new List<(string Key, string Value)>();
        for (var left = reader.ReadMapHeader(); left > 0; left--)
        {
            var key = reader.NextMessagePackType == MessagePackType.String
                ? Convert.ToHexStringLower(reader.ReadStringSequence()!.Value.ToArray())
                : Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Integer(ref reader)));
            var value = new StringBuilder();
            Write(ref reader, value);
            entries.Add((key, value.ToString()));
        }
        text.Append('{');
        foreach (var (key, value) in entries.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            text.Append(key).Append(':').Append(value).Append(',');
        text.Append('}');
    }

    private static void Write(ref MessagePackReader reader, StringBuilder text)
    {
        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Nil:
                reader.ReadNil();
                text.Append("nil");
                break;
            case MessagePackType.Boolean:
                text.Append(reader.ReadBoolean() ? "true" : "false");
                break;
            case MessagePackType.Integer:
                text.Append(Integer(ref reader));
                break;
            case MessagePackType.Float:
                var number = reader.ReadDouble();
                if (double.IsInteger(number) && Math.Abs(number) < 1L << 53)
                    text.Append((long)number);
                else
                    text.Append('f').Append(BitConverter.DoubleToUInt64Bits(number).ToString("x16", CultureInfo.InvariantCulture));
                break;
            case MessagePackType.String:
                text.Append('s').Append(Convert.ToHexStringLower(reader.ReadStringSequence()!.Value.ToArray()));
                break;
            case MessagePackType.Binary:
                text.Append('b').Append(Convert.ToHexStringLower(reader.ReadBytes()!.Value.ToArray()));
                break;
            case MessagePackType.Array:
                text.Append('[');
                for (var left = reader.ReadArrayHeader(); left > 0; left--)
                {
                    Write(ref reader, text);
                    text.Append(',');
                }
                text.Append(']');
                break;
            default:
                WriteMap(ref reader, text);
                break;
        }
    }
}
