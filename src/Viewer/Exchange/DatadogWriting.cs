using System.Globalization;
using System.Text.Json;
using DdRun.Viewer.Queries;
using DdRun.Viewer.Store;

namespace DdRun.Viewer.Exchange;

/// <summary>A trace as Datadog's v0.4 has it, in JSON.</summary>
internal static class DatadogWriting
{
    private static ReadOnlySpan<byte> HighId => "_dd.p.tid"u8;

    /// <summary>Writes an array of spans. Under the store's gate.</summary>
    public static void Write(Utf8JsonWriter writer, in TraceRow row, IReadOnlyList<TraceNode> nodes)
    {
        writer.WriteStartArray();
        for (var i = 0; i < nodes.Count; i++)
            Write(writer, row, nodes[i], isFirst: i == 0);
        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, in TraceRow row, TraceNode node, bool isFirst)
    {
        var (segment, index) = (node.Segment, node.Index);
        writer.WriteStartObject();
        writer.WriteNumber("trace_id"u8, row.TraceId);
        writer.WriteNumber("span_id"u8, node.SpanId);
        writer.WriteNumber("parent_id"u8, node.ParentId);
        writer.WriteString("service"u8, segment.Strings[segment.Services[index]]);
        writer.WriteString("name"u8, segment.Strings[segment.Names[index]]);
        writer.WriteString("resource"u8, segment.Strings[segment.Resources[index]]);
        writer.WriteString("type"u8, segment.Strings[segment.Types[index]]);
        writer.WriteNumber("start"u8, node.Start);
        writer.WriteNumber("duration"u8, node.Duration);
        writer.WriteNumber("error"u8, node.Error ? 1 : 0);
        // The half of the trace's id that the number above has no room for stands on the first span.
        WriteTags(writer, segment.Tags(index), isFirst ? row.TraceIdHigh : 0);
        writer.WriteJsonTag("span_links"u8, segment.Tags(index), SpanTags.Links);
        writer.WriteJsonTag("span_events"u8, segment.Tags(index), SpanTags.Events);
        writer.WriteEndObject();
    }

    private static void WriteTags(Utf8JsonWriter writer, TagReader tags, ulong highId)
    {
        var numbers = tags;
        writer.WriteStartObject("meta"u8);
        var seen = new HashSet<int>();
        if (highId != 0)
            writer.WriteString(HighId, highId.ToString("x16", CultureInfo.InvariantCulture));
        while (tags.Read())
        {
            if (!seen.Add(tags.Key) || IsApart(tags) || (highId != 0 && tags.KeyBytes.SequenceEqual(HighId)))
                continue;
            if (!tags.IsNumber)
                writer.WriteString(tags.KeyBytes, tags.TextBytes);
            else if (!double.IsFinite(tags.Number))
                writer.WriteString(tags.KeyBytes, tags.Number.ToString(CultureInfo.InvariantCulture));
        }

        writer.WriteEndObject();
        writer.WriteStartObject("metrics"u8);
        seen.Clear();
        while (numbers.Read())
        {
            if (seen.Add(numbers.Key) && numbers.IsNumber && double.IsFinite(numbers.Number))
                writer.WriteNumber(numbers.KeyBytes, numbers.Number);
        }

        writer.WriteEndObject();
    }

    private static bool IsApart(TagReader tag) => tag.KeyBytes.SequenceEqual(SpanTags.Links) || tag.KeyBytes.SequenceEqual(SpanTags.Events);
}
