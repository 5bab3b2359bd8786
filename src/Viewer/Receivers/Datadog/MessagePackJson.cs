using System.Buffers;
using System.Globalization;
using System.Text.Json;
using MessagePack;

namespace DdRun.Viewer.Receivers.Datadog;

/// <summary>A small MessagePack value (a span's links or events) as JSON. Ids become hex, as everywhere in the API.</summary>
internal static class MessagePackJson
{
    private const int MaxDepth = 16;

    public static ReadOnlySpan<byte> Read(ref MessagePackReader reader)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            Write(ref reader, writer, default, MaxDepth);
        return buffer.WrittenSpan;
    }

    private static void Write(ref MessagePackReader reader, Utf8JsonWriter writer, ReadOnlySpan<byte> key, int depth)
    {
        if (depth == 0)
            throw new FormatException("links or events are nested too deeply");
        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Array:
                writer.WriteStartArray();
                for (var left = reader.ReadArrayHeader(); left > 0; left--)
                    Write(ref reader, writer, default, depth - 1);
                writer.WriteEndArray();
                break;
            case MessagePackType.Map:
                writer.WriteStartObject();
                for (var left = reader.ReadMapHeader(); left > 0; left--)
                {
                    var name = reader.ReadUtf8().ToArray();
                    writer.WritePropertyName(name);
                    Write(ref reader, writer, name, depth - 1);
                }

                writer.WriteEndObject();
                break;
            case MessagePackType.Integer when key.SequenceEqual("trace_id"u8) || key.SequenceEqual("trace_id_high"u8) || key.SequenceEqual("span_id"u8):
                writer.WriteStringValue(reader.ReadId().ToString("x16", CultureInfo.InvariantCulture));
                break;
            case MessagePackType.Integer:
                writer.WriteNumberValue(reader.ReadInteger());
                break;
            case MessagePackType.Float:
                var number = reader.ReadDouble();
                if (double.IsFinite(number))
                    writer.WriteNumberValue(number);
                else
                    writer.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
                break;
            case MessagePackType.Boolean:
                writer.WriteBooleanValue(reader.ReadBoolean());
                break;
            case MessagePackType.Nil:
                reader.ReadNil();
                writer.WriteNullValue();
                break;
            case MessagePackType.String:
                writer.WriteStringValue(System.Text.Encoding.UTF8.GetString(reader.ReadUtf8()));
                break;
            default:
                reader.Skip();
                writer.WriteNullValue();
                break;
        }
    }
}
