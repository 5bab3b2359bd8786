using System.Globalization;
using System.Text.Json;

namespace DdRun.Testing.Otlp;

/// <summary>Decodes OTLP requests in JSON.</summary>
public static class OtlpJson
{
    public static List<OtlpSpan> Spans(byte[] request)
    {
        var spans = new List<OtlpSpan>();
        foreach (var (resource, name, version, item) in Items(request, "resourceSpans", "scopeSpans", "spans"))
            spans.Add(Span(item, new() { Resource = resource, ScopeName = name, ScopeVersion = version }));
        return spans;
    }

    public static List<OtlpLog> Logs(byte[] request)
    {
        var logs = new List<OtlpLog>();
        foreach (var (resource, name, _, item) in Items(request, "resourceLogs", "scopeLogs", "logRecords"))
        {
            var log = new OtlpLog { Resource = resource, ScopeName = name };
            log.Time = ULong(item, "timeUnixNano");
            log.ObservedTime = ULong(item, "observedTimeUnixNano");
            log.SeverityNumber = Long(item, "severityNumber");
            log.SeverityText = Text(item, "severityText");
            log.Body = item.TryGetProperty("body", out var body) ? Value(body) : null;
            log.TraceId = Text(item, "traceId");
            log.SpanId = Text(item, "spanId");
            log.Flags = (uint)Long(item, "flags");
            log.DroppedAttributes = (uint)Long(item, "droppedAttributesCount");
            Attributes(item, log.Attributes);
            logs.Add(log);
        }
        return logs;
    }

    public static List<OtlpPoint> Points(byte[] request)
    {
        var points = new List<OtlpPoint>();
        foreach (var (resource, name, _, item) in Items(request, "resourceMetrics", "scopeMetrics", "metrics"))
        {
            var kind = item.TryGetProperty("gauge", out var data) ? "gauge" : item.TryGetProperty("sum", out data) ? "sum" : "histogram";
            data = item.GetProperty(kind);
            foreach (var given in data.GetProperty("dataPoints").EnumerateArray())
            {
                var point = new OtlpPoint
                {
                    Resource = resource,
                    ScopeName = name,
                    Metric = Text(item, "name"),
                    Unit = Text(item, "unit"),
                    Description = Text(item, "description"),
                    Kind = kind,
                    Temporality = Long(data, "aggregationTemporality"),
                    Monotonic = data.TryGetProperty("isMonotonic", out var monotonic) && monotonic.GetBoolean(),
                };
                point.Start = ULong(given, "startTimeUnixNano");
                point.Time = ULong(given, "timeUnixNano");
                point.IsInteger = given.TryGetProperty("asInt", out _);
                point.Value = point.IsInteger ? Long(given, "asInt") : Double(given, "asDouble");
                point.Count = ULong(given, "count");
                point.Sum = Double(given, "sum");
                foreach (var bucket in given.TryGetProperty("bucketCounts", out var buckets) ? buckets.EnumerateArray() : default)
                    point.Buckets.Add(ulong.Parse(bucket.GetString()!, CultureInfo.InvariantCulture));
                foreach (var bound in given.TryGetProperty("explicitBounds", out var bounds) ? bounds.EnumerateArray() : default)
                    point.Bounds.Add(bound.GetDouble());
                Attributes(given, point.Attributes);
                points.Add(point);
            }
        }
        return points;
    }

    /// <summary>Spans as the Aspire dashboard's API answers them.</summary>
    public static List<OtlpSpan> SpansOf(byte[] answer) => Spans(DataOf(answer));

    /// <summary>Log records as the Aspire dashboard's API answers them.</summary>
    public static List<OtlpLog> LogsOf(byte[] answer) => Logs(DataOf(answer));

    private static byte[] DataOf(byte[] answer) => System.Text.Encoding.UTF8.GetBytes(JsonDocument.Parse(answer).RootElement.GetProperty("data").GetRawText());

    private static IEnumerable<(Dictionary<string, object?> Resource, string Scope, string Version, JsonElement Item)> Items(
        byte[] request, string resources, string scopes, string items)
    {
        var root = JsonDocument.Parse(request).RootElement;
        foreach (var resource in root.GetProperty(resources).EnumerateArray())
        {
            var attributes = new Dictionary<string, object?>();
            Attributes(resource.GetProperty("resource"), attributes);
            foreach (var scope in resource.GetProperty(scopes).EnumerateArray())
                foreach (var item in scope.GetProperty(items).EnumerateArray())
                    yield return (attributes, Text(scope.GetProperty("scope"), "name"), Text(scope.GetProperty("scope"), "version"), item);
        }
    }

    private static OtlpSpan Span(JsonElement item, OtlpSpan span)
    {
        span.TraceId = Text(item, "traceId");
        span.SpanId = Text(item, "spanId");
        span.ParentId = Text(item, "parentSpanId");
        span.TraceState = Text(item, "traceState");
        span.Name = Text(item, "name");
        span.Kind = Long(item, "kind");
        span.Start = ULong(item, "startTimeUnixNano");
        span.End = ULong(item, "endTimeUnixNano");
        span.Flags = (uint)Long(item, "flags");
        span.DroppedAttributes = (uint)Long(item, "droppedAttributesCount");
        span.DroppedEvents = (uint)Long(item, "droppedEventsCount");
        span.DroppedLinks = (uint)Long(item, "droppedLinksCount");
        Attributes(item, span.Attributes);
        foreach (var given in item.TryGetProperty("events", out var events) ? events.EnumerateArray() : default)
        {
            var happened = new OtlpEvent { Name = Text(given, "name"), Time = ULong(given, "timeUnixNano"), DroppedAttributes = (uint)Long(given, "droppedAttributesCount") };
            Attributes(given, happened.Attributes);
            span.Events.Add(happened);
        }
        foreach (var given in item.TryGetProperty("links", out var links) ? links.EnumerateArray() : default)
        {
            var link = new OtlpLink { TraceId = Text(given, "traceId"), SpanId = Text(given, "spanId"), TraceState = Text(given, "traceState"), Flags = (uint)Long(given, "flags") };
            Attributes(given, link.Attributes);
            span.Links.Add(link);
        }
        if (item.TryGetProperty("status", out var status))
            (span.StatusCode, span.StatusMessage) = (Long(status, "code"), Text(status, "message"));
        return span;
    }

    private static void Attributes(JsonElement parent, Dictionary<string, object?> attributes)
    {
        foreach (var pair in parent.TryGetProperty("attributes", out var list) ? list.EnumerateArray() : default)
            attributes.Add(Text(pair, "key"), pair.TryGetProperty("value", out var value) ? Value(value) : null);
    }

    private static object? Value(JsonElement value)
    {
        foreach (var property in value.EnumerateObject())
        {
            return property.Name switch
            {
                "stringValue" => property.Value.GetString(),
                "boolValue" => property.Value.GetBoolean(),
                "intValue" => long.Parse(property.Value.GetString()!, CultureInfo.InvariantCulture),
                "doubleValue" => Double(property.Value),
                "arrayValue" => property.Value.TryGetProperty("values", out var items) ? items.EnumerateArray().Select(Value).ToArray() : [],
                _ => throw new InvalidDataException($"a value has no '{property.Name}'"),
            };
        }
        return null;
    }

    private static string Text(JsonElement parent, string name) => parent.TryGetProperty(name, out var text) ? text.GetString()! : "";

    // 64 bits are text in JSON, 32 bits are numbers.
    private static long Long(JsonElement parent, string name) =>
        !parent.TryGetProperty(name, out var number) ? 0
        : number.ValueKind == JsonValueKind.String ? long.Parse(number.GetString()!, CultureInfo.InvariantCulture) : number.GetInt64();

    private static ulong ULong(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var number) ? ulong.Parse(number.GetString()!, CultureInfo.InvariantCulture) : 0;

    private static double Double(JsonElement parent, string name) => parent.TryGetProperty(name, out var number) ? Double(number) : 0;

    private static double Double(JsonElement number) => number.ValueKind != JsonValueKind.String ? number.GetDouble() : number.GetString() switch
    {
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        var other => throw new InvalidDataException($"'{other}' is no number"),
    };
}
