using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using DdRun.Viewer.Receivers.Otlp.Wire;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace DdRun.Viewer.Receivers.Otlp;

/// <summary>OTLP's attribute values as text.</summary>
internal static class OtlpValues
{
    public static string Text(Value? value)
    {
        switch (value?.OfCase)
        {
            case Value.OfOneofCase.Text:
                return value.Text;
            case Value.OfOneofCase.Truth:
                return value.Truth ? "true" : "false";
            case Value.OfOneofCase.Integer:
                return value.Integer.ToString(CultureInfo.InvariantCulture);
            case Value.OfOneofCase.Real:
                return value.Real.ToString(CultureInfo.InvariantCulture);
            case Value.OfOneofCase.List or Value.OfOneofCase.Map or Value.OfOneofCase.Blob:
                using (var stream = new MemoryStream())
                {
                    using (var writer = new Utf8JsonWriter(stream))
                        Write(writer, value);
                    return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
                }

            default:
                return "";
        }
    }

    public static void Write(Utf8JsonWriter writer, Value? value)
    {
        switch (value?.OfCase)
        {
            case Value.OfOneofCase.Truth:
                writer.WriteBooleanValue(value.Truth);
                break;
            case Value.OfOneofCase.Integer:
                writer.WriteNumberValue(value.Integer);
                break;
            case Value.OfOneofCase.Real when double.IsFinite(value.Real):
                writer.WriteNumberValue(value.Real);
                break;
            case Value.OfOneofCase.List:
                writer.WriteStartArray();
                foreach (var item in value.List.Items)
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case Value.OfOneofCase.Map:
                Write(writer, value.Map.Items);
                break;
            case Value.OfOneofCase.Blob:
                writer.WriteBase64StringValue(value.Blob.Span);
                break;
            default:
                writer.WriteStringValue(Text(value));
                break;
        }
    }

    public static void Write(Utf8JsonWriter writer, RepeatedField<KeyedValue> attributes)
    {
        writer.WriteStartObject();
        foreach (var attribute in attributes)
        {
            writer.WritePropertyName(attribute.Key);
            Write(writer, attribute.Value);
        }

        writer.WriteEndObject();
    }

    public static string Find(RepeatedField<KeyedValue> attributes, string key)
    {
        foreach (var attribute in attributes)
            if (attribute.Key == key)
                return Text(attribute.Value);
        return "";
    }

    /// <summary>The number that eight bytes, or the last eight of sixteen, are.</summary>
    public static ulong Low(ByteString id) => id.Length >= 8 ? BinaryPrimitives.ReadUInt64BigEndian(id.Span[^8..]) : 0;

    public static ulong High(ByteString id) => id.Length == 16 ? BinaryPrimitives.ReadUInt64BigEndian(id.Span) : 0;
}
