using System.Globalization;
using DdRun.Json;
using DdRun.Text;
using DdRun.Tracing;

namespace DdRun.Export.Datadog.Spans;

/// <summary>Links and events as the JSON text that stands in a tag where the protocol has no field for them.</summary>
internal static class SpanJson
{
    public static string Events(List<SpanEvent> events)
    {
        var json = new JsonWriter().BeginList();
        foreach (var added in events)
        {
            json.BeginObject().Name("name").Value(added.Name).Name("time_unix_nano").Value(added.TimeUnixNanoseconds);
            if (added.Attributes.Count > 0)
            {
                json.Name("attributes").BeginObject();
                foreach (var (key, value) in added.Attributes)
                    WriteValue(json.Name(key), value);
                json.EndObject();
            }
            json.EndObject();
        }
        return json.EndList().ToString();
    }

    public static string Links(List<SpanLink> links)
    {
        var json = new JsonWriter().BeginList();
        foreach (var link in links)
        {
            json.BeginObject().Name("trace_id").Value(HexId.Format(link.TraceIdHigh, link.TraceIdLow));
            json.Name("span_id").Value(link.SpanId.ToString("x16", CultureInfo.InvariantCulture));
            if (link.Attributes is { Count: > 0 } attributes)
            {
                json.Name("attributes").BeginObject();
                foreach (var (key, value) in attributes)
                    json.Name(key).Value(value);
                json.EndObject();
            }
            if (link.TraceState is not null)
                json.Name("tracestate").Value(link.TraceState);
            if (link.Flags is { } flags)
                json.Name("flags").Value((long)flags);
            json.EndObject();
        }
        return json.EndList().ToString();
    }

    private static void WriteValue(JsonWriter json, object value)
    {
        switch (value)
        {
            case string text:
                json.Value(text);
                break;
            case bool flag:
                json.Value(flag);
                break;
            case long integer:
                json.Value(integer);
                break;
            case double number:
                json.Value(number);
                break;
            default:
                json.BeginList();
                foreach (var item in (object[])value)
                    WriteValue(json, item);
                json.EndList();
                break;
        }
    }
}
