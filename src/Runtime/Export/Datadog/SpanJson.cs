using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using DdRun.Propagation;
using DdRun.Tracing;

namespace DdRun.Export.Datadog;

/// <summary>Links and events as the JSON text that stands in a tag where the protocol has no field for them.</summary>
internal static class SpanJson
{
    public static string Events(List<SpanEvent> events) => Write(json =>
    {
        foreach (var added in events)
        {
            json.WriteStartObject();
            json.WriteString("name", added.Name);
            json.WriteNumber("time_unix_nano", added.TimeUnixNanoseconds);
            if (added.Attributes.Count > 0)
            {
                json.WriteStartObject("attributes");
                foreach (var (key, value) in added.Attributes)
                {
                    json.WritePropertyName(key);
                    WriteValue(json, value);
                }
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
    });

    public static string Links(List<SpanLink> links) => Write(json =>
    {
        foreach (var link in links)
        {
            json.WriteStartObject();
            json.WriteString("trace_id", HexId.Format(link.TraceIdHigh, link.TraceIdLow));
            json.WriteString("span_id", link.SpanId.ToString("x16", CultureInfo.InvariantCulture));
            if (link.Attributes is { Count: > 0 } attributes)
            {
                json.WriteStartObject("attributes");
                foreach (var (key, value) in attributes)
                    json.WriteString(key, value);
                json.WriteEndObject();
            }
            if (link.TraceState is not null)
                json.WriteString("tracestate", link.TraceState);
            if (link.Flags is { } flags)
                json.WriteNumber("flags", flags);
            json.WriteEndObject();
        }
    });

    private static string Write(Action<Utf8JsonWriter> items)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            items(json);
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteValue(Utf8JsonWriter json, object value)
    {
        switch (value)
        {
            case string text:
                json.WriteStringValue(text);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case long integer:
                json.WriteNumberValue(integer);
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            default:
                json.WriteStartArray();
                foreach (var item in (object[])value)
                    WriteValue(json, item);
                json.WriteEndArray();
                break;
        }
    }
}
