using System.Globalization;
using System.Text.Json;
using DdRun.Viewer.Queries;
using DdRun.Viewer.Store;

namespace DdRun.Viewer.Exchange;

/// <summary>A trace as OTLP has it, in JSON. What OTLP has no field for stands in the attributes by which Datadog's tracers send it.</summary>
internal static class OtlpWriting
{
    private const int Failed = 2;

    private static readonly string[] Kinds = ["", "internal", "server", "client", "producer", "consumer"];

    /// <summary>Writes elements of <c>resourceSpans</c>, one for each service and library. Under the store's gate.</summary>
    public static void Write(Utf8JsonWriter writer, SpanStore store, in TraceRow row, IReadOnlyList<TraceNode> nodes)
    {
        var groups = new Dictionary<(string Service, string Run, string Version, string Environment, string Library), List<TraceNode>>();
        foreach (var node in nodes)
        {
            var key = (node.Service, store.Runs[node.Segment.Runs[node.Index]].Id, Tag(node, "version"u8), Tag(node, "env"u8), Tag(node, "otel.library.name"u8));
            if (!groups.TryGetValue(key, out var group))
                groups[key] = group = [];
            group.Add(node);
        }

        foreach (var ((service, run, version, environment, library), group) in groups)
        {
            writer.WriteStartObject();
            writer.WriteStartObject("resource"u8);
            writer.WriteStartArray("attributes"u8);
            WriteText(writer, "service.name", service);
            WriteText(writer, "service.instance.id", run);
            WriteText(writer, "service.version", version);
            WriteText(writer, "deployment.environment.name", environment);
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteStartArray("scopeSpans"u8);
            writer.WriteStartObject();
            writer.WriteStartObject("scope"u8);
            if (library.Length > 0)
                writer.WriteString("name"u8, library);
            writer.WriteEndObject();
            writer.WriteStartArray("spans"u8);
            foreach (var node in group)
                Write(writer, row, node);
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
    }

    private static void Write(Utf8JsonWriter writer, in TraceRow row, TraceNode node)
    {
        writer.WriteStartObject();
        writer.WriteTraceId("traceId"u8, row.TraceIdHigh, row.TraceId);
        writer.WriteSpanId("spanId"u8, node.SpanId);
        if (node.ParentId != 0)
            writer.WriteSpanId("parentSpanId"u8, node.ParentId);
        var name = node.Segment.Strings.Text(node.Segment.Names[node.Index]);
        writer.WriteString("name"u8, node.Resource.Length > 0 ? node.Resource : name);
        writer.WriteNumber("kind"u8, Math.Max(1, Array.IndexOf(Kinds, Tag(node, SpanTags.Kind))));
        writer.WriteString("startTimeUnixNano"u8, node.Start.ToString(CultureInfo.InvariantCulture));
        writer.WriteString("endTimeUnixNano"u8, node.End.ToString(CultureInfo.InvariantCulture));
        writer.WriteStartArray("attributes"u8);
        // Empty ones too: a name stands in their place in the fields above.
        WriteText(writer, "operation.name", name, isNeeded: true);
        WriteText(writer, "resource.name", node.Resource, isNeeded: true);
        WriteText(writer, "span.type", node.Type, isNeeded: true);
        WriteTags(writer, node.Segment.Tags(node.Index));
        writer.WriteEndArray();
        JsonAttributes.WriteEvents(writer, node.Segment.Tags(node.Index));
        JsonAttributes.WriteLinks(writer, node.Segment.Tags(node.Index));
        writer.WriteStartObject("status"u8);
        if (node.Error)
        {
            writer.WriteNumber("code"u8, Failed);
            if (Tag(node, SpanTags.ErrorMessage) is { Length: > 0 } message)
                writer.WriteString("message"u8, message);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteTags(Utf8JsonWriter writer, TagReader tags)
    {
        var seen = new HashSet<int>();
        while (tags.Read())
        {
            if (!seen.Add(tags.Key) || HasField(tags.KeyBytes))
                continue;
            writer.WriteStartObject();
            writer.WriteString("key"u8, tags.KeyBytes);
            writer.WriteStartObject("value"u8);
            if (!tags.IsNumber)
                writer.WriteString("stringValue"u8, tags.TextBytes);
            else if (double.IsInteger(tags.Number) && Math.Abs(tags.Number) < 1L << 53)
                writer.WriteString("intValue"u8, ((long)tags.Number).ToString(CultureInfo.InvariantCulture));
            else
                writer.WriteFinite("doubleValue"u8, tags.Number);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
    }

    private static bool HasField(ReadOnlySpan<byte> key) =>
        key.SequenceEqual(SpanTags.Links) || key.SequenceEqual(SpanTags.Events) || key.SequenceEqual(SpanTags.Kind) || key.SequenceEqual("env"u8)
        || key.SequenceEqual("version"u8) || key.SequenceEqual("runtime-id"u8) || key.SequenceEqual("otel.library.name"u8);

    private static void WriteText(Utf8JsonWriter writer, string key, string value, bool isNeeded = false)
    {
        if (value.Length == 0 && !isNeeded)
            return;
        writer.WriteStartObject();
        writer.WriteString("key"u8, key);
        writer.WriteStartObject("value"u8);
        writer.WriteString("stringValue"u8, value);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static string Tag(TraceNode node, ReadOnlySpan<byte> key)
    {
        var tags = node.Segment.Tags(node.Index);
        return tags.Find(key) ? tags.Value : "";
    }
}
