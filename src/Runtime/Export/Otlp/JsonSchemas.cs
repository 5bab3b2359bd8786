namespace DdRun.Export.Otlp;

/// <summary>OTLP's messages in JSON.</summary>
internal static class JsonSchemas
{
    public static readonly JsonSchema KeyValue = MakeKeyValue();

    public static readonly JsonSchema Resource = new JsonSchema().Add(1, "attributes", JsonKind.Message, KeyValue, repeated: true);

    public static readonly JsonSchema Scope = new JsonSchema().Add(1, "name", JsonKind.Text).Add(2, "version", JsonKind.Text);

    public static readonly JsonSchema Span = new JsonSchema()
        .Add(1, "traceId", JsonKind.Id)
        .Add(2, "spanId", JsonKind.Id)
        .Add(3, "traceState", JsonKind.Text)
        .Add(4, "parentSpanId", JsonKind.Id)
        .Add(5, "name", JsonKind.Text)
        .Add(6, "kind", JsonKind.Number)
        .Add(7, "startTimeUnixNano", JsonKind.Fixed64)
        .Add(8, "endTimeUnixNano", JsonKind.Fixed64)
        .Add(9, "attributes", JsonKind.Message, KeyValue, repeated: true)
        .Add(11, "events", JsonKind.Message, new JsonSchema()
            .Add(1, "timeUnixNano", JsonKind.Fixed64)
            .Add(2, "name", JsonKind.Text)
            .Add(3, "attributes", JsonKind.Message, KeyValue, repeated: true)
            .Add(4, "droppedAttributesCount", JsonKind.Number), repeated: true)
        .Add(10, "droppedAttributesCount", JsonKind.Number)
        .Add(12, "droppedEventsCount", JsonKind.Number)
        .Add(14, "droppedLinksCount", JsonKind.Number)
        .Add(13, "links", JsonKind.Message, new JsonSchema()
            .Add(1, "traceId", JsonKind.Id)
            .Add(2, "spanId", JsonKind.Id)
            .Add(3, "traceState", JsonKind.Text)
            .Add(4, "attributes", JsonKind.Message, KeyValue, repeated: true)
            .Add(6, "flags", JsonKind.Fixed32), repeated: true)
        .Add(15, "status", JsonKind.Message, new JsonSchema().Add(2, "message", JsonKind.Text).Add(3, "code", JsonKind.Number))
        .Add(16, "flags", JsonKind.Fixed32);

    public static readonly JsonSchema LogRecord = new JsonSchema()
        .Add(1, "timeUnixNano", JsonKind.Fixed64)
        .Add(2, "severityNumber", JsonKind.Number)
        .Add(3, "severityText", JsonKind.Text)
        .Add(5, "body", JsonKind.Message, KeyValue.Find(2)!.Message)
        .Add(6, "attributes", JsonKind.Message, KeyValue, repeated: true)
        .Add(7, "droppedAttributesCount", JsonKind.Number)
        .Add(8, "flags", JsonKind.Fixed32)
        .Add(9, "traceId", JsonKind.Id)
        .Add(10, "spanId", JsonKind.Id)
        .Add(11, "observedTimeUnixNano", JsonKind.Fixed64);

    public static readonly JsonSchema Metric = MakeMetric();

    private static JsonSchema MakeKeyValue()
    {
        var value = new JsonSchema()
            .Add(1, "stringValue", JsonKind.Text)
            .Add(2, "boolValue", JsonKind.Boolean)
            .Add(3, "intValue", JsonKind.Integer)
            .Add(4, "doubleValue", JsonKind.Double);
        value.Add(5, "arrayValue", JsonKind.Message, new JsonSchema().Add(1, "values", JsonKind.Message, value, repeated: true));
        return new JsonSchema().Add(1, "key", JsonKind.Text).Add(2, "value", JsonKind.Message, value);
    }

    private static JsonSchema MakeMetric()
    {
        var exemplar = new JsonSchema()
            .Add(7, "filteredAttributes", JsonKind.Message, KeyValue, repeated: true)
            .Add(2, "timeUnixNano", JsonKind.Fixed64)
            .Add(3, "asDouble", JsonKind.Double)
            .Add(6, "asInt", JsonKind.SignedFixed64)
            .Add(4, "spanId", JsonKind.Id)
            .Add(5, "traceId", JsonKind.Id);
        var number = new JsonSchema()
            .Add(7, "attributes", JsonKind.Message, KeyValue, repeated: true)
            .Add(2, "startTimeUnixNano", JsonKind.Fixed64)
            .Add(3, "timeUnixNano", JsonKind.Fixed64)
            .Add(4, "asDouble", JsonKind.Double)
            .Add(6, "asInt", JsonKind.SignedFixed64);
        var histogram = new JsonSchema()
            .Add(9, "attributes", JsonKind.Message, KeyValue, repeated: true)
            .Add(2, "startTimeUnixNano", JsonKind.Fixed64)
            .Add(3, "timeUnixNano", JsonKind.Fixed64)
            .Add(4, "count", JsonKind.Fixed64)
            .Add(5, "sum", JsonKind.Double)
            .Add(6, "bucketCounts", JsonKind.PackedFixed64)
            .Add(7, "explicitBounds", JsonKind.PackedDouble)
            .Add(8, "exemplars", JsonKind.Message, exemplar, repeated: true)
            .Add(11, "min", JsonKind.Double)
            .Add(12, "max", JsonKind.Double);
        return new JsonSchema()
            .Add(1, "name", JsonKind.Text)
            .Add(2, "description", JsonKind.Text)
            .Add(3, "unit", JsonKind.Text)
            .Add(5, "gauge", JsonKind.Message, new JsonSchema().Add(1, "dataPoints", JsonKind.Message, number, repeated: true))
            .Add(7, "sum", JsonKind.Message, new JsonSchema()
                .Add(1, "dataPoints", JsonKind.Message, number, repeated: true)
                .Add(2, "aggregationTemporality", JsonKind.Number)
                .Add(3, "isMonotonic", JsonKind.Boolean))
            .Add(9, "histogram", JsonKind.Message, new JsonSchema()
                .Add(1, "dataPoints", JsonKind.Message, histogram, repeated: true)
                .Add(2, "aggregationTemporality", JsonKind.Number));
    }
}
