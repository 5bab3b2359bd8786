using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;

namespace DdRun.Export.Otlp;

/// <summary>
/// Makes OTLP's JSON of a message that <see cref="ProtobufWriter"/> wrote, so that what is sent either way is encoded once, in one place. The
/// elements of a repeated field have to stand together.
/// </summary>
internal static class JsonTranscoder
{
    /// <summary>Appends a message as a JSON object.</summary>
    public static void Write(ByteBuffer json, ReadOnlySpan<byte> message, JsonSchema schema)
    {
        json.Add((byte)'{');
        var (first, open) = (true, (JsonSchema.Field?)null);
        while (ProtobufReader.TryRead(ref message, out var fieldNumber, out var number, out var content))
        {
            if (schema.Find(fieldNumber) is not { } field)
                continue;
            var follows = ReferenceEquals(field, open);
            if (open is not null && !follows)
                json.Add((byte)']');
            open = field.Repeated ? field : null;
            if (!first)
                json.Add((byte)',');
            first = false;
            if (!follows)
            {
                Quoted(json, field.Name);
                json.Add((byte)':');
                if (field.Repeated)
                    json.Add((byte)'[');
            }
            WriteValue(json, field, content, number);
        }
        if (open is not null)
            json.Add((byte)']');
        json.Add((byte)'}');
    }

    public static void Quoted(ByteBuffer json, string text) => Quoted(json, Encoding.UTF8.GetBytes(text));

    private static void WriteValue(ByteBuffer json, JsonSchema.Field field, ReadOnlySpan<byte> content, ulong number)
    {
        switch (field.Kind)
        {
            case JsonKind.Text:
                Quoted(json, content);
                break;
            case JsonKind.Id:
                Hex(json, content);
                break;
            case JsonKind.Boolean:
                json.Add(number != 0 ? "true"u8 : "false"u8);
                break;
            case JsonKind.Integer or JsonKind.SignedFixed64:
                Decimal(json, (long)number, quoted: true);
                break;
            case JsonKind.Fixed64:
                Decimal(json, number);
                break;
            case JsonKind.Number or JsonKind.Fixed32:
                Decimal(json, (long)number, quoted: false);
                break;
            case JsonKind.SignedNumber:
                Decimal(json, (long)(number >> 1) ^ -(long)(number & 1), quoted: false);
                break;
            case JsonKind.Double:
                Double(json, BitConverter.UInt64BitsToDouble(number));
                break;
            case JsonKind.Message:
                Write(json, content, field.Message!);
                break;
            default:
                Packed(json, content, field.Kind == JsonKind.PackedDouble);
                break;
        }
    }

    private static void Packed(ByteBuffer json, ReadOnlySpan<byte> items, bool doubles)
    {
        json.Add((byte)'[');
        for (var first = true; items.Length >= sizeof(ulong); items = items[sizeof(ulong)..], first = false)
        {
            if (!first)
                json.Add((byte)',');
            var number = BinaryPrimitives.ReadUInt64LittleEndian(items);
            if (doubles)
                Double(json, BitConverter.UInt64BitsToDouble(number));
            else
                Decimal(json, number);
        }
        json.Add((byte)']');
    }

    private static void Quoted(ByteBuffer json, ReadOnlySpan<byte> text)
    {
        // A control character takes six bytes.
        var bytes = json.Reserve(text.Length * 6 + 2);
        var at = json.Length;
        bytes[at++] = (byte)'"';
        foreach (var b in text)
        {
            if (b is >= 0x20 and not (byte)'"' and not (byte)'\\')
            {
                bytes[at++] = b;
                continue;
            }
            bytes[at++] = (byte)'\\';
            if (b is (byte)'"' or (byte)'\\')
            {
                bytes[at++] = b;
                continue;
            }
            "u00"u8.CopyTo(bytes.AsSpan(at));
            bytes[at + 3] = Digit(b >> 4);
            bytes[at + 4] = Digit(b & 15);
            at += 5;
        }
        bytes[at++] = (byte)'"';
        json.Length = at;
    }

    private static void Hex(ByteBuffer json, ReadOnlySpan<byte> id)
    {
        json.Add((byte)'"');
        foreach (var b in id)
        {
            json.Add(Digit(b >> 4));
            json.Add(Digit(b & 15));
        }
        json.Add((byte)'"');
    }

    private static byte Digit(int value) => (byte)(value < 10 ? '0' + value : 'a' + value - 10);

    private static void Decimal(ByteBuffer json, ulong number)
    {
        var bytes = json.Reserve(24);
        bytes[json.Length] = (byte)'"';
        Utf8Formatter.TryFormat(number, bytes.AsSpan(json.Length + 1), out var written);
        bytes[json.Length + 1 + written] = (byte)'"';
        json.Length += written + 2;
    }

    private static void Decimal(ByteBuffer json, long number, bool quoted)
    {
        if (quoted)
            json.Add((byte)'"');
        Utf8Formatter.TryFormat(number, json.Reserve(24).AsSpan(json.Length), out var written);
        json.Length += written;
        if (quoted)
            json.Add((byte)'"');
    }

    private static void Double(ByteBuffer json, double number)
    {
        if (!double.IsFinite(number))
        {
            json.Add(double.IsNaN(number) ? "\"NaN\""u8 : number > 0 ? "\"Infinity\""u8 : "\"-Infinity\""u8);
            return;
        }
        number.TryFormat(json.Reserve(32).AsSpan(json.Length), out var written, "R", System.Globalization.CultureInfo.InvariantCulture);
        json.Length += written;
    }
}
