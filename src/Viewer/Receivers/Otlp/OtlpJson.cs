using System.Globalization;
using System.Text.Json;
using DdRun.Viewer.Receivers.Otlp.Wire;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace DdRun.Viewer.Receivers.Otlp;

/// <summary>OTLP's JSON, whose ids are hex and whose whole numbers may be strings, into the same messages as its Protobuf.</summary>
internal static class OtlpJson
{
    public static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    public static TraceExport Traces(JsonElement json)
    {
        var export = new TraceExport();
        foreach (var group in Items(json, "resourceSpans"))
        {
            var spans = new OriginSpans { Origin = Origin(group) };
            foreach (var scope in Items(group, "scopeSpans"))
            {
                var library = new LibrarySpans { Library = Library(scope) };
                foreach (var span in Items(scope, "spans"))
                    library.Spans.Add(Span(span));
                spans.Libraries.Add(library);
            }

            export.Groups.Add(spans);
        }

        return export;
    }

    public static LogExport Logs(JsonElement json)
    {
        var export = new LogExport();
        foreach (var group in Items(json, "resourceLogs"))
        {
            var logs = new OriginLogs { Origin = Origin(group) };
            foreach (var scope in Items(group, "scopeLogs"))
            {
                var library = new LibraryLogs { Library = Library(scope) };
                foreach (var record in Items(scope, "logRecords"))
                {
                    var entry = new LogEntry
                    {
                        TimeNs = Unsigned(record, "timeUnixNano"),
                        ObservedNs = Unsigned(record, "observedTimeUnixNano"),
                        Severity = (int)Integer(record, "severityNumber"),
                        SeverityText = Text(record, "severityText"),
                        Body = record.TryGetProperty("body", out var body) ? Value(body) : null,
                        TraceId = Hex(record, "traceId"),
                        SpanId = Hex(record, "spanId"),
                        EventName = Text(record, "eventName"),
                    };
                    Attributes(record, entry.Attributes);
                    library.Records.Add(entry);
                }

                logs.Libraries.Add(library);
            }

            export.Groups.Add(logs);
        }

        return export;
    }

    public static MetricExport Metrics(JsonElement json)
    {
        var export = new MetricExport();
        foreach (var group in Items(json, "resourceMetrics"))
        {
            var metrics = new OriginMetrics { Origin = Origin(group) };
            foreach (var scope in Items(group, "scopeMetrics"))
            {
                var library = new LibraryMetrics { Library = Library(scope) };
                foreach (var metric in Items(scope, "metrics"))
                    library.Metrics.Add(OtlpJsonMetrics.Metric(metric));
                metrics.Libraries.Add(library);
            }

            export.Groups.Add(metrics);
        }

        return export;
    }

    private static SpanRecord Span(JsonElement json)
    {
        var span = new SpanRecord
        {
            TraceId = Hex(json, "traceId"),
            SpanId = Hex(json, "spanId"),
            ParentId = Hex(json, "parentSpanId"),
            TraceState = Text(json, "traceState"),
            Name = Text(json, "name"),
            Kind = (int)Integer(json, "kind"),
            StartNs = Unsigned(json, "startTimeUnixNano"),
            EndNs = Unsigned(json, "endTimeUnixNano"),
        };
        Attributes(json, span.Attributes);
        foreach (var item in Items(json, "events"))
        {
            var happened = new EventRecord { Name = Text(item, "name"), TimeNs = Unsigned(item, "timeUnixNano") };
            Attributes(item, happened.Attributes);
            span.Events.Add(happened);
        }

        foreach (var item in Items(json, "links"))
        {
            var link = new LinkRecord { TraceId = Hex(item, "traceId"), SpanId = Hex(item, "spanId"), TraceState = Text(item, "traceState") };
            Attributes(item, link.Attributes);
            span.Links.Add(link);
        }

        if (json.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.Object)
            span.Outcome = new() { Code = (int)Integer(status, "code"), Message = Text(status, "message") };
        return span;
    }

    private static Origin Origin(JsonElement json)
    {
        var origin = new Origin();
        if (json.TryGetProperty("resource", out var resource))
            Attributes(resource, origin.Attributes);
        return origin;
    }

    private static Library Library(JsonElement json) => json.TryGetProperty("scope", out var scope)
        ? new() { Name = Text(scope, "name"), Version = Text(scope, "version") }
        : new();

    public static void Attributes(JsonElement json, RepeatedField<KeyedValue> into)
    {
        foreach (var item in Items(json, "attributes"))
            into.Add(new KeyedValue { Key = Text(item, "key"), Value = item.TryGetProperty("value", out var value) ? Value(value) : null });
    }

    private static Value Value(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new FormatException("an attribute's value is an object such as {\"stringValue\": …}");
        foreach (var member in json.EnumerateObject())
        {
            switch (member.Name)
            {
                case "stringValue":
                    return new() { Text = member.Value.GetString() ?? "" };
                case "boolValue":
                    return new() { Truth = member.Value.GetBoolean() };
                case "intValue":
                    return new() { Integer = Integer(member.Value) };
                case "doubleValue":
                    return new() { Real = Real(member.Value) };
                case "bytesValue":
                    return new() { Blob = ByteString.FromBase64(member.Value.GetString() ?? "") };
                case "arrayValue":
                    var list = new ValueList();
                    foreach (var item in Items(member.Value, "values"))
                        list.Items.Add(Value(item));
                    return new() { List = list };
                case "kvlistValue":
                    var map = new AttributeList();
                    foreach (var item in Items(member.Value, "values"))
                        map.Items.Add(new KeyedValue { Key = Text(item, "key"), Value = item.TryGetProperty("value", out var value) ? Value(value) : null });
                    return new() { Map = map };
            }
        }

        return new();
    }

    public static IEnumerable<JsonElement> Items(JsonElement json, string name)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new FormatException($"an object with '{name}' is expected and not {json.ValueKind}");
        if (!json.TryGetProperty(name, out var items) || items.ValueKind == JsonValueKind.Null)
            return [];
        return items.ValueKind == JsonValueKind.Array ? items.EnumerateArray() : throw new FormatException($"'{name}' is a list");
    }

    public static string Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    public static long Integer(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? Integer(value) : 0;

    public static ulong Unsigned(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var value))
            return 0;
        return value.ValueKind == JsonValueKind.String
            ? ulong.Parse(value.GetString()!, NumberStyles.None, CultureInfo.InvariantCulture)
            : value.GetUInt64();
    }

    public static double Real(JsonElement value) => value.ValueKind == JsonValueKind.String
        ? double.Parse(value.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture)
        : value.GetDouble();

    private static long Integer(JsonElement value) => value.ValueKind == JsonValueKind.String
        ? long.Parse(value.GetString()!, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)
        : value.GetInt64();

    private static ByteString Hex(JsonElement json, string name)
    {
        var text = Text(json, name);
        return text.Length == 0 ? ByteString.Empty : ByteString.CopyFrom(Convert.FromHexString(text));
    }
}
