using System.Globalization;
using System.Text.Json;
using DdRun.Viewer.Store;

namespace DdRun.Viewer.Exchange;

/// <summary>Events and links, which spans keep as JSON of one form, in OTLP's form.</summary>
internal static class JsonAttributes
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32 };

    public static void WriteEvents(Utf8JsonWriter writer, TagReader tags) => WriteAll(writer, "events"u8, tags, SpanTags.Events, static (writer, happened) =>
    {
        if (happened.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String)
            writer.WriteString("name"u8, name.GetString());
        if (happened.TryGetProperty("time_unix_nano", out var time))
            writer.WriteString("timeUnixNano"u8, time.ToString());
    });

    public static void WriteLinks(Utf8JsonWriter writer, TagReader tags) => WriteAll(writer, "links"u8, tags, SpanTags.Links, static (writer, link) =>
    {
        writer.WriteString("traceId"u8, (Id(link, "trace_id", 32) is { Length: 32 } whole ? whole : Id(link, "trace_id_high", 16) + Id(link, "trace_id", 16)));
        writer.WriteString("spanId"u8, Id(link, "span_id", 16));
        if (link.TryGetProperty("tracestate", out var state) && state.ValueKind == JsonValueKind.String)
            writer.WriteString("traceState"u8, state.GetString());
    });

    // Senders of Datadog's formats write numbers and two halves, others text.
    private static string Id(JsonElement link, string name, int digits)
    {
        if (!link.TryGetProperty(name, out var id))
            return new string('0', 16);
        if (id.ValueKind == JsonValueKind.Number && id.TryGetUInt64(out var number))
            return number.ToString("x16", CultureInfo.InvariantCulture);
        var text = id.ToString();
        return text.Length == digits ? text : text.PadLeft(16, '0')[^16..];
    }

    private static void WriteAll(Utf8JsonWriter writer, ReadOnlySpan<byte> name, TagReader tags, ReadOnlySpan<byte> key, Action<Utf8JsonWriter, JsonElement> write)
    {
        if (!tags.Find(key) || tags.IsNumber)
            return;
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(tags.TextBytes.ToArray(), Options);
        }
        catch (JsonException)
        {
            // A sender may give a tag this name, and anything as its value.
            return;
        }

        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Array)
                return;
            writer.WriteStartArray(name);
            foreach (var item in document.RootElement.EnumerateArray())
            {
                if (item.ValueKind != JsonValueKind.Object)
                    continue;
                writer.WriteStartObject();
                write(writer, item);
                if (item.TryGetProperty("attributes", out var attributes) && attributes.ValueKind == JsonValueKind.Object)
                    WritePairs(writer, "attributes"u8, attributes);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }
    }

    private static void WritePairs(Utf8JsonWriter writer, ReadOnlySpan<byte> name, JsonElement pairs)
    {
        writer.WriteStartArray(name);
        foreach (var pair in pairs.EnumerateObject())
        {
            writer.WriteStartObject();
            writer.WriteString("key"u8, pair.Name);
            writer.WritePropertyName("value"u8);
            WriteValue(writer, pair.Value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteValue(Utf8JsonWriter writer, JsonElement value)
    {
        writer.WriteStartObject();
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                writer.WriteString("stringValue"u8, value.GetString());
                break;
            case JsonValueKind.True or JsonValueKind.False:
                writer.WriteBoolean("boolValue"u8, value.GetBoolean());
                break;
            case JsonValueKind.Number when value.TryGetInt64(out var whole):
                writer.WriteString("intValue"u8, whole.ToString(CultureInfo.InvariantCulture));
                break;
            case JsonValueKind.Number:
                writer.WriteNumber("doubleValue"u8, value.GetDouble());
                break;
            case JsonValueKind.Array:
                writer.WriteStartObject("arrayValue"u8);
                writer.WriteStartArray("values"u8);
                foreach (var item in value.EnumerateArray())
                    WriteValue(writer, item);
                writer.WriteEndArray();
                writer.WriteEndObject();
                break;
            case JsonValueKind.Object:
                writer.WriteStartObject("kvlistValue"u8);
                WritePairs(writer, "values"u8, value);
                writer.WriteEndObject();
                break;
        }

        writer.WriteEndObject();
    }
}
