using Google.Protobuf;

namespace DdRun.Testing.Otlp;

/// <summary>Decodes OTLP requests by Google.Protobuf's reader and the field numbers of opentelemetry-proto; knows nothing of our encoder.</summary>
public static class OtlpWire
{
    public static List<OtlpSpan> Spans(byte[] request)
    {
        var spans = new List<OtlpSpan>();
        foreach (var (resource, scopes) in Resources(request))
            foreach (var (name, version, items) in scopes)
                foreach (var item in items)
                    spans.Add(Span(item, new() { Resource = resource, ScopeName = name, ScopeVersion = version }));
        return spans;
    }

    public static List<OtlpLog> Logs(byte[] request)
    {
        var logs = new List<OtlpLog>();
        foreach (var (resource, scopes) in Resources(request))
            foreach (var (name, _, items) in scopes)
                foreach (var item in items)
                    logs.Add(Log(item, new() { Resource = resource, ScopeName = name }));
        return logs;
    }

    public static List<OtlpPoint> Points(byte[] request)
    {
        var points = new List<OtlpPoint>();
        foreach (var (resource, scopes) in Resources(request))
            foreach (var (name, _, items) in scopes)
                foreach (var item in items)
                    Metric(item, new() { Resource = resource, ScopeName = name }, points);
        return points;
    }

    private static List<(Dictionary<string, object?> Resource, List<(string Name, string Version, List<byte[]> Items)> Scopes)> Resources(byte[] request)
    {
        var all = new List<(Dictionary<string, object?>, List<(string, string, List<byte[]>)>)>();
        Each(request, (field, input) =>
        {
            Assert(field == 1, "a request has one field");
            var (resource, scopes) = (new Dictionary<string, object?>(), new List<(string, string, List<byte[]>)>());
            Each(input.ReadBytes().ToByteArray(), (inner, content) =>
            {
                var bytes = content.ReadBytes().ToByteArray();
                if (inner == 1)
                    Each(bytes, (f, c) => { if (f == 1) Attribute(c, resource); else c.SkipLastField(); });
                else if (inner == 2)
                    scopes.Add(Scope(bytes));
            });
            all.Add((resource, scopes));
        });
        return all;
    }

    private static (string Name, string Version, List<byte[]> Items) Scope(byte[] message)
    {
        var (name, version, items) = ("", "", new List<byte[]>());
        Each(message, (field, input) =>
        {
            var bytes = input.ReadBytes().ToByteArray();
            if (field == 2)
                items.Add(bytes);
            else if (field == 1)
                Each(bytes, (f, c) =>
                {
                    if (f == 1)
                        name = c.ReadString();
                    else if (f == 2)
                        version = c.ReadString();
                    else
                        c.SkipLastField();
                });
        });
        return (name, version, items);
    }

    private static OtlpSpan Span(byte[] message, OtlpSpan span)
    {
        Each(message, (field, input) =>
        {
            switch (field)
            {
                case 1:
                    span.TraceId = Hex(input, 16);
                    break;
                case 2:
                    span.SpanId = Hex(input, 8);
                    break;
                case 3:
                    span.TraceState = input.ReadString();
                    break;
                case 4:
                    span.ParentId = Hex(input, 8);
                    break;
                case 5:
                    span.Name = input.ReadString();
                    break;
                case 6:
                    span.Kind = input.ReadInt64();
                    break;
                case 7:
                    span.Start = input.ReadFixed64();
                    break;
                case 8:
                    span.End = input.ReadFixed64();
                    break;
                case 9:
                    Attribute(input, span.Attributes);
                    break;
                case 11:
                    span.Events.Add(Event(input));
                    break;
                case 13:
                    span.Links.Add(Link(input));
                    break;
                case 15:
                    Each(input.ReadBytes().ToByteArray(), (f, c) =>
                    {
                        if (f == 2)
                            span.StatusMessage = c.ReadString();
                        else if (f == 3)
                            span.StatusCode = c.ReadInt64();
                    });
                    break;
                case 16:
                    span.Flags = input.ReadFixed32();
                    break;
                case 10:
                    span.DroppedAttributes = input.ReadUInt32();
                    break;
                case 12:
                    span.DroppedEvents = input.ReadUInt32();
                    break;
                case 14:
                    span.DroppedLinks = input.ReadUInt32();
                    break;
                default:
                    throw new InvalidDataException($"a span has no field {field}");
            }
        });
        return span;
    }

    private static OtlpEvent Event(CodedInputStream parent)
    {
        var happened = new OtlpEvent();
        Each(parent.ReadBytes().ToByteArray(), (field, input) =>
        {
            switch (field)
            {
                case 1:
                    happened.Time = input.ReadFixed64();
                    break;
                case 2:
                    happened.Name = input.ReadString();
                    break;
                case 3:
                    Attribute(input, happened.Attributes);
                    break;
                case 4:
                    happened.DroppedAttributes = input.ReadUInt32();
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        });
        return happened;
    }

    private static OtlpLink Link(CodedInputStream parent)
    {
        var link = new OtlpLink();
        Each(parent.ReadBytes().ToByteArray(), (field, input) =>
        {
            switch (field)
            {
                case 1:
                    link.TraceId = Hex(input, 16);
                    break;
                case 2:
                    link.SpanId = Hex(input, 8);
                    break;
                case 3:
                    link.TraceState = input.ReadString();
                    break;
                case 4:
                    Attribute(input, link.Attributes);
                    break;
                case 6:
                    link.Flags = input.ReadFixed32();
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        });
        return link;
    }

    private static OtlpLog Log(byte[] message, OtlpLog log)
    {
        Each(message, (field, input) =>
        {
            switch (field)
            {
                case 1:
                    log.Time = input.ReadFixed64();
                    break;
                case 2:
                    log.SeverityNumber = input.ReadInt64();
                    break;
                case 3:
                    log.SeverityText = input.ReadString();
                    break;
                case 5:
                    log.Body = Value(input.ReadBytes().ToByteArray());
                    break;
                case 6:
                    Attribute(input, log.Attributes);
                    break;
                case 7:
                    log.DroppedAttributes = input.ReadUInt32();
                    break;
                case 8:
                    log.Flags = input.ReadFixed32();
                    break;
                case 9:
                    log.TraceId = Hex(input, 16);
                    break;
                case 10:
                    log.SpanId = Hex(input, 8);
                    break;
                case 11:
                    log.ObservedTime = input.ReadFixed64();
                    break;
                default:
                    throw new InvalidDataException($"a log record has no field {field}");
            }
        });
        return log;
    }

    private static void Metric(byte[] message, OtlpPoint scope, List<OtlpPoint> points)
    {
        var (name, unit, description, kind, data) = ("", "", "", "", Array.Empty<byte>());
        Each(message, (field, input) =>
        {
            switch (field)
            {
                case 1:
                    name = input.ReadString();
                    break;
                case 2:
                    description = input.ReadString();
                    break;
                case 3:
                    unit = input.ReadString();
                    break;
                case 5 or 7 or 9:
                    (kind, data) = (field == 5 ? "gauge" : field == 7 ? "sum" : "histogram", input.ReadBytes().ToByteArray());
                    break;
                default:
                    throw new InvalidDataException($"a metric has no field {field} that is known here");
            }
        });
        var (temporality, monotonic, added) = (0L, false, new List<OtlpPoint>());
        Each(data, (field, input) =>
        {
            switch (field)
            {
                case 1:
                    added.Add(Point(input, scope with { Metric = name, Unit = unit, Description = description, Kind = kind }));
                    break;
                case 2:
                    temporality = input.ReadInt64();
                    break;
                case 3:
                    monotonic = input.ReadBool();
                    break;
                default:
                    throw new InvalidDataException($"a {kind} has no field {field}");
            }
        });
        foreach (var point in added)
            (point.Temporality, point.Monotonic) = (temporality, monotonic);
        points.AddRange(added);
    }

    private static OtlpPoint Point(CodedInputStream parent, OtlpPoint template)
    {
        var point = new OtlpPoint
        {
            Resource = template.Resource,
            ScopeName = template.ScopeName,
            Metric = template.Metric,
            Unit = template.Unit,
            Description = template.Description,
            Kind = template.Kind,
        };
        var isHistogram = point.Kind == "histogram";
        Each(parent.ReadBytes().ToByteArray(), (field, input) =>
        {
            switch (field)
            {
                case 2:
                    point.Start = input.ReadFixed64();
                    break;
                case 3:
                    point.Time = input.ReadFixed64();
                    break;
                case 4 when isHistogram:
                    point.Count = input.ReadFixed64();
                    break;
                case 4:
                    point.Value = input.ReadDouble();
                    break;
                case 5 when isHistogram:
                    point.Sum = input.ReadDouble();
                    break;
                case 6 when isHistogram:
                    Packed(input, c => point.Buckets.Add(c.ReadFixed64()));
                    break;
                case 6:
                    (point.Value, point.IsInteger) = (input.ReadSFixed64(), true);
                    break;
                case 7 when isHistogram:
                    Packed(input, c => point.Bounds.Add(c.ReadDouble()));
                    break;
                case 8 when isHistogram:
                    point.Exemplars.Add(Exemplar(input));
                    break;
                case 7 or 9:
                    Attribute(input, point.Attributes);
                    break;
                case 11 when isHistogram:
                    point.Min = input.ReadDouble();
                    break;
                case 12 when isHistogram:
                    point.Max = input.ReadDouble();
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        });
        return point;
    }

    private static (string, string, double) Exemplar(CodedInputStream parent)
    {
        var (trace, span, value) = ("", "", 0.0);
        Each(parent.ReadBytes().ToByteArray(), (field, input) =>
        {
            switch (field)
            {
                case 3:
                    value = input.ReadDouble();
                    break;
                case 4:
                    span = Hex(input, 8);
                    break;
                case 5:
                    trace = Hex(input, 16);
                    break;
                case 6:
                    value = input.ReadSFixed64();
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        });
        return (trace, span, value);
    }

    private static void Packed(CodedInputStream parent, Action<CodedInputStream> read)
    {
        var content = new CodedInputStream(parent.ReadBytes().ToByteArray());
        while (!content.IsAtEnd)
            read(content);
    }

    private static void Attribute(CodedInputStream parent, Dictionary<string, object?> attributes)
    {
        var (key, value) = ("", (object?)null);
        Each(parent.ReadBytes().ToByteArray(), (field, input) =>
        {
            if (field == 1)
                key = input.ReadString();
            else if (field == 2)
                value = Value(input.ReadBytes().ToByteArray());
        });
        if (!attributes.TryAdd(key, value))
            throw new InvalidDataException($"the attribute '{key}' comes twice");
    }

    private static object? Value(byte[] message)
    {
        object? value = null;
        Each(message, (field, input) =>
        {
            switch (field)
            {
                case 1:
                    value = input.ReadString();
                    break;
                case 2:
                    value = input.ReadBool();
                    break;
                case 3:
                    value = input.ReadInt64();
                    break;
                case 4:
                    value = input.ReadDouble();
                    break;
                case 5:
                    var items = new List<object?>();
                    Each(input.ReadBytes().ToByteArray(), (_, c) => items.Add(Value(c.ReadBytes().ToByteArray())));
                    value = items.ToArray();
                    break;
                default:
                    throw new InvalidDataException($"a value has no field {field} that is known here");
            }
        });
        return value;
    }

    private static string Hex(CodedInputStream input, int length)
    {
        var bytes = input.ReadBytes().ToByteArray();
        Assert(bytes.Length == length, "an id has a wrong length");
        return Convert.ToHexStringLower(bytes);
    }

    private static void Each(byte[] message, Action<int, CodedInputStream> read)
    {
        var input = new CodedInputStream(message);
        while (input.ReadTag() is var tag and not 0)
            read(WireFormat.GetTagFieldNumber(tag), input);
    }

    private static void Assert(bool holds, string what)
    {
        if (!holds)
            throw new InvalidDataException(what);
    }
}
