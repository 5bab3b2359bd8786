using System.Text.Json;
using DdRun.Viewer.Store;

namespace DdRun.Viewer.Queries;

/// <summary>One trace, or one of its spans, with everything.</summary>
internal static class TraceDetail
{
    /// <returns>False when there is no such trace.</returns>
    public static bool Write(Utf8JsonWriter writer, SpanStore store, ulong traceId, bool withTags)
    {
        lock (store.Gate)
        {
            if (!store.TryFind(traceId, out var number))
                return false;
            ref var row = ref store.Rows[number];
            var shape = new TraceShape(Spans(store, row));

            writer.WriteStartObject();
            writer.WriteTraceId("id"u8, row.TraceIdHigh, row.TraceId);
            writer.WriteNumber("number"u8, number);
            writer.WriteNumber("start"u8, row.Start);
            writer.WriteNumber("duration"u8, row.Duration);
            writer.WriteNumber("errors"u8, row.Errors);
            writer.WriteNumber("repetitions"u8, shape.Repetitions);
            writer.WriteStartArray("spans"u8);
            foreach (var node in shape.Nodes)
                WriteSpan(writer, store, row.Start, node, withTags);
            writer.WriteEndArray();
            writer.WriteEndObject();
            return true;
        }
    }

    /// <returns>False when there is no such span.</returns>
    public static bool WriteSpan(Utf8JsonWriter writer, SpanStore store, ulong traceId, ulong spanId)
    {
        lock (store.Gate)
        {
            if (!store.TryFind(traceId, out var number))
                return false;
            ref var row = ref store.Rows[number];
            foreach (var (segment, index) in Spans(store, row))
            {
                if (segment.SpanIds[index] != spanId)
                    continue;
                WriteSpan(writer, store, row.Start, new(segment, index), withTags: true);
                return true;
            }

            return false;
        }
    }

    public static List<(SpanSegment Segment, int Index)> Spans(SpanStore store, in TraceRow row)
    {
        var spans = new List<(SpanSegment, int)>(row.Spans);
        for (var ordinal = row.Head; ordinal != 0;)
        {
            var (segment, index) = store.Locate(ordinal);
            spans.Add((segment, index));
            ordinal = segment.Next[index];
        }

        return spans;
    }

    private static void WriteSpan(Utf8JsonWriter writer, SpanStore store, long traceStart, TraceNode node, bool withTags)
    {
        var (segment, index) = (node.Segment, node.Index);
        writer.WriteStartObject();
        writer.WriteSpanId("id"u8, node.SpanId);
        writer.WriteSpanId("parent"u8, node.ParentId);
        writer.WriteNumber("above"u8, node.Parent?.Position ?? -1);
        writer.WriteNumber("depth"u8, node.Depth);
        writer.WriteString("service"u8, segment.Strings[segment.Services[index]]);
        writer.WriteString("name"u8, segment.Strings[segment.Names[index]]);
        writer.WriteString("resource"u8, segment.Strings[segment.Resources[index]]);
        writer.WriteString("type"u8, segment.Strings[segment.Types[index]]);
        writer.WriteNumber("start"u8, node.Start);
        writer.WriteNumber("offset"u8, node.Start - traceStart);
        writer.WriteNumber("duration"u8, node.Duration);
        writer.WriteNumber("self"u8, node.Self);
        writer.WriteBoolean("error"u8, node.Error);
        if (node.Critical)
            writer.WriteBoolean("critical"u8, true);
        if (node.Repetition > 0)
            writer.WriteNumber("repetition"u8, node.Repetition);
        if (withTags)
        {
            var run = store.Runs[segment.Runs[index]];
            writer.WriteString("run"u8, run.Id);
            writer.WriteTags(segment.Tags(index));
            writer.WriteJsonTag("links"u8, segment.Tags(index), SpanTags.Links);
            writer.WriteJsonTag("events"u8, segment.Tags(index), SpanTags.Events);
        }

        writer.WriteEndObject();
    }
}
