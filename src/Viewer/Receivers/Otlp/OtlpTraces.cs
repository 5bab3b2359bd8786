using System.Buffers;
using System.Globalization;
using System.Text.Json;
using DdRun.Viewer.Receivers.Otlp.Wire;
using DdRun.Viewer.Store;

namespace DdRun.Viewer.Receivers.Otlp;

/// <summary>OTLP's spans into the store, in the words that Datadog's have too.</summary>
internal static class OtlpTraces
{
    private static readonly string[] Kinds = ["", "internal", "server", "client", "producer", "consumer"];

    public static int Take(TraceExport export, SpanStore store)
    {
        var count = 0;
        foreach (var group in export.Groups)
            count += Take(group, store);
        return count;
    }

    private static int Take(OriginSpans group, SpanStore store)
    {
        var origin = new OtlpOrigin(group.Origin);
        var count = 0;
        foreach (var library in group.Libraries)
        {
            foreach (var spans in library.Spans.Chunk(512))
            {
                lock (store.Gate)
                {
                    var first = store.NextOrdinal;
                    foreach (var span in spans)
                        Take(span, origin, library.Library?.Name ?? "", store);
                    var run = store.Runs.Get(origin.RuntimeId, origin.Service);
                    origin.Describe(run);
                    store.Assign(first, run);
                }
            }

            count += library.Spans.Count;
        }

        return count;
    }

    private static void Take(SpanRecord record, OtlpOrigin origin, string library, SpanStore store)
    {
        var segment = store.Open();
        var strings = segment.Strings;
        var span = new SpanFields
        {
            TraceId = OtlpValues.Low(record.TraceId),
            TraceIdHigh = OtlpValues.High(record.TraceId),
            SpanId = OtlpValues.Low(record.SpanId),
            ParentId = OtlpValues.Low(record.ParentId),
            Start = (long)record.StartNs,
            Duration = Math.Max(0, (long)(record.EndNs - record.StartNs)),
            Error = record.Outcome?.Code == 2,
            Service = strings.Add(origin.Service),
        };

        var kind = record.Kind is > 0 and < 6 ? Kinds[record.Kind] : "";
        if (kind.Length > 0)
            segment.AddTag(strings.Add(SpanTags.Kind), strings.Add(kind));
        if (library.Length > 0)
            segment.AddTag(strings.Add("otel.library.name"u8), strings.Add(library));
        string method = "", route = "", database = "";
        string? operation = null, resource = null, type = null;
        foreach (var attribute in record.Attributes)
        {
            switch (attribute.Key)
            {
                case "http.request.method" or "http.method":
                    method = attribute.Value?.Text ?? "";
                    break;
                case "http.route":
                    route = attribute.Value?.Text ?? "";
                    break;
                case "db.system" or "db.system.name":
                    database = attribute.Value?.Text ?? "";
                    break;
                // What Datadog's tracers, and an export from here, say besides.
                case "operation.name":
                    operation = attribute.Value?.Text ?? "";
                    continue;
                case "resource.name":
                    resource = attribute.Value?.Text ?? "";
                    continue;
                case "span.type":
                    type = attribute.Value?.Text ?? "";
                    continue;
            }

            AddTag(segment, attribute);
        }

        foreach (var (key, value) in origin.Tags)
            segment.AddTag(strings.Add(key), strings.Add(value));
        AddEvents(segment, record);
        AddLinks(segment, record);
        if (record.Outcome?.Message is { Length: > 0 } message)
            segment.AddTag(strings.Add(SpanTags.ErrorMessage), strings.Add(message));

        span.Type = strings.Add(type ?? (database.Length > 0 ? "db" : method.Length == 0 ? "" : kind == "client" ? "http" : "web"));
        // An HTTP span's own name is its method and route already; what the operation is, its kind says.
        span.Name = strings.Add(operation ?? (method.Length > 0 ? $"http.{kind}" : database.Length > 0 ? $"{database}.query" : record.Name));
        span.Resource = strings.Add(resource ?? (method.Length > 0 && route.Length > 0 ? $"{method} {route}" : record.Name));
        store.Commit(span);
    }

    private static void AddTag(SpanSegment segment, KeyedValue attribute)
    {
        var key = segment.Strings.Add(attribute.Key);
        switch (attribute.Value?.OfCase)
        {
            case Value.OfOneofCase.Integer when Math.Abs(attribute.Value.Integer) < 1L << 53:
                segment.AddTag(key, attribute.Value.Integer);
                break;
            case Value.OfOneofCase.Real:
                segment.AddTag(key, attribute.Value.Real);
                break;
            default:
                segment.AddTag(key, segment.Strings.Add(OtlpValues.Text(attribute.Value)));
                break;
        }
    }

    private static void AddEvents(SpanSegment segment, SpanRecord record)
    {
        if (record.Events.Count == 0)
            return;
        foreach (var happened in record.Events)
        {
            if (happened.Name != "exception")
                continue;
            Copy("exception.type", SpanTags.ErrorType);
            Copy("exception.message", SpanTags.ErrorMessage);
            Copy("exception.stacktrace", SpanTags.ErrorStack);

            void Copy(string from, ReadOnlySpan<byte> to)
            {
                if (OtlpValues.Find(happened.Attributes, from) is { Length: > 0 } value)
                    segment.AddTag(segment.Strings.Add(to), segment.Strings.Add(value));
            }
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (var happened in record.Events.Take(128))
            {
                writer.WriteStartObject();
                writer.WriteString("name"u8, happened.Name);
                writer.WriteNumber("time_unix_nano"u8, happened.TimeNs);
                writer.WritePropertyName("attributes"u8);
                OtlpValues.Write(writer, happened.Attributes);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        segment.AddTag(segment.Strings.Add(SpanTags.Events), segment.Strings.Add(buffer.WrittenSpan));
    }

    private static void AddLinks(SpanSegment segment, SpanRecord record)
    {
        if (record.Links.Count == 0)
            return;
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (var link in record.Links.Take(128))
            {
                writer.WriteStartObject();
                writer.WriteString("trace_id"u8, OtlpValues.High(link.TraceId).ToString("x16", CultureInfo.InvariantCulture)
                    + OtlpValues.Low(link.TraceId).ToString("x16", CultureInfo.InvariantCulture));
                writer.WriteString("span_id"u8, OtlpValues.Low(link.SpanId).ToString("x16", CultureInfo.InvariantCulture));
                writer.WritePropertyName("attributes"u8);
                OtlpValues.Write(writer, link.Attributes);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        segment.AddTag(segment.Strings.Add(SpanTags.Links), segment.Strings.Add(buffer.WrittenSpan));
    }
}
