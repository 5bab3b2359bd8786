using System.Buffers;
using System.Globalization;
using System.Text.Json;
using MessagePack;

namespace DdRun.Viewer.Exchange;

/// <summary>Datadog's traces in JSON as MessagePack v0.4, which is what they are read from.</summary>
internal static class DatadogJson
{
    public static ReadOnlyMemory<byte> ToMessagePack(JsonElement traces)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(traces.GetArrayLength());
        foreach (var trace in traces.EnumerateArray())
        {
            writer.WriteArrayHeader(trace.GetArrayLength());
            foreach (var span in trace.EnumerateArray())
                WriteSpan(ref writer, span);
        }

        writer.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteSpan(ref MessagePackWriter writer, JsonElement span)
    {
        if (span.ValueKind != JsonValueKind.Object)
            throw new FormatException($"a span is an object and not {span.ValueKind}");
        writer.WriteMapHeader(span.EnumerateObject().Count());
        foreach (var field in span.EnumerateObject())
        {
            writer.Write(field.Name);
            // Some tracers write ids as hex.
            if (field.Name is "trace_id" or "span_id" or "parent_id" && field.Value.ValueKind == JsonValueKind.String)
                writer.Write(Id(field.Name, field.Value.GetString()!));
            else
                Write(ref writer, field.Value);
        }
    }

    private static ulong Id(string name, string text) =>
        text.Length == 0 ? 0
        : ulong.TryParse(text.AsSpan(Math.Max(0, text.Length - 16)), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id) ? id
        : throw new FormatException($"{name} is a number, or hex digits, and not '{text}'");

    private static void Write(ref MessagePackWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteMapHeader(value.EnumerateObject().Count());
                foreach (var field in value.EnumerateObject())
                {
                    writer.Write(field.Name);
                    Write(ref writer, field.Value);
                }

                break;
            case JsonValueKind.Array:
                writer.WriteArrayHeader(value.GetArrayLength());
                foreach (var item in value.EnumerateArray())
                    Write(ref writer, item);
                break;
            case JsonValueKind.String:
                writer.Write(value.GetString());
                break;
            case JsonValueKind.Number when value.TryGetInt64(out var number):
                writer.Write(number);
                break;
            case JsonValueKind.Number when value.TryGetUInt64(out var number):
                writer.Write(number);
                break;
            case JsonValueKind.Number:
                writer.Write(value.GetDouble());
                break;
            case JsonValueKind.True or JsonValueKind.False:
                writer.Write(value.GetBoolean());
                break;
            default:
                writer.WriteNil();
                break;
        }
    }
}
