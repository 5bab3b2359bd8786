using System.Globalization;
using System.Text.Json;
using DdRun.Viewer.Store;

namespace DdRun.Viewer.Queries;

internal static class JsonWriting
{
    public static void WriteTraceId(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, ulong high, ulong low)
    {
        Span<byte> text = stackalloc byte[32];
        high.TryFormat(text, out _, "x16", CultureInfo.InvariantCulture);
        low.TryFormat(text[16..], out _, "x16", CultureInfo.InvariantCulture);
        writer.WriteString(name, text);
    }

    public static void WriteSpanId(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, ulong id)
    {
        Span<byte> text = stackalloc byte[16];
        id.TryFormat(text, out _, "x16", CultureInfo.InvariantCulture);
        writer.WriteString(name, text);
    }

    public static void WriteTags(this Utf8JsonWriter writer, TagReader tags)
    {
        writer.WriteStartObject("tags"u8);
        // The last of several with one name wins, as in the senders' own maps.
        var seen = new HashSet<int>();
        while (tags.Read())
        {
            if (!seen.Add(tags.Key) || tags.KeyBytes.SequenceEqual(SpanTags.Links) || tags.KeyBytes.SequenceEqual(SpanTags.Events))
                continue;
            if (tags.IsNumber)
                writer.WriteFinite(tags.KeyBytes, tags.Number);
            else
                writer.WriteString(tags.KeyBytes, tags.TextBytes);
        }

        writer.WriteEndObject();
    }

    public static void WriteFinite(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, double value)
    {
        if (double.IsFinite(value))
            writer.WriteNumber(name, value);
        else
            writer.WriteString(name, value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>A tag that is JSON, as it is; an empty array when it is none.</summary>
    public static void WriteJsonTag(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, TagReader tags, ReadOnlySpan<byte> key)
    {
        writer.WritePropertyName(name);
        if (tags.Find(key) && !tags.IsNumber && IsArray(tags.TextBytes))
        {
            writer.WriteRawValue(tags.TextBytes, skipInputValidation: true);
            return;
        }

        writer.WriteStartArray();
        writer.WriteEndArray();
    }

    private static bool IsArray(ReadOnlySpan<byte> text)
    {
        try
        {
            var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = 32 });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
                return false;
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
