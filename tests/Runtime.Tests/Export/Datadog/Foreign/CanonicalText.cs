using System.Globalization;
using System.Text;
using DdRun.Export.MessagePack;

namespace DdRun.Runtime.Tests.Export.Datadog.Foreign;

/// <summary>MessagePack as text that every decoder can agree on, by our own reader.</summary>
internal static class CanonicalText
{
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var reader = new MessagePackReader(bytes);
        var text = new StringBuilder();
        Write(ref reader, text);
        Assert.True(reader.IsAtEnd);
        return text.ToString();
    }

    // JavaScript's objects know neither the order nor the kind of their keys.
    private static void WriteMap(ref MessagePackReader reader, StringBuilder text)
    {
        var entries = new List<(string Key, string Value)>();
        for (var left = reader.ReadMapHeader(); left > 0; left--)
        {
            var key = reader.NextKind == MessagePackKind.String
                ? Convert.ToHexStringLower(reader.ReadStringBytes())
                : Convert.ToHexStringLower(Encoding.UTF8.GetBytes(reader.ReadInteger().ToString(CultureInfo.InvariantCulture)));
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
        switch (reader.NextKind)
        {
            case MessagePackKind.Nil:
                reader.TryReadNil();
                text.Append("nil");
                break;
            case MessagePackKind.Boolean:
                text.Append(reader.ReadBoolean() ? "true" : "false");
                break;
            case MessagePackKind.Integer:
                text.Append(reader.ReadInteger());
                break;
            case MessagePackKind.Float:
                var number = reader.ReadDouble();
                if (double.IsInteger(number) && Math.Abs(number) < 1L << 53)
                    text.Append((long)number);
                else
                    text.Append('f').Append(BitConverter.DoubleToUInt64Bits(number).ToString("x16", CultureInfo.InvariantCulture));
                break;
            case MessagePackKind.String:
                text.Append('s').Append(Convert.ToHexStringLower(reader.ReadStringBytes()));
                break;
            case MessagePackKind.Binary:
                text.Append('b').Append(Convert.ToHexStringLower(reader.ReadBinary()));
                break;
            case MessagePackKind.Array:
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
