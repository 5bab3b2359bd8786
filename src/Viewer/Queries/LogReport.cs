using System.Text.Json;
using DdRun.Viewer.Store;

namespace DdRun.Viewer.Queries;

/// <summary>Log records, the newest first.</summary>
internal static class LogReport
{
    private static readonly string[] Levels = ["trace", "debug", "info", "warn", "error", "fatal"];

    /// <param name="traceId">Only of this trace; 0 for all.</param>
    /// <param name="text">Somewhere in the message, the category or a field; null for all.</param>
    /// <param name="level">At least this; null for all.</param>
    public static void Write(Utf8JsonWriter writer, LogStore store, ulong traceId, string? text, string? level, string? service, int offset, int limit)
    {
        var least = level is null ? 0 : Array.IndexOf(Levels, level);
        var total = 0;
        writer.WriteStartObject();
        writer.WriteStartArray("items"u8);
        LogRecord[] records;
        lock (store.Gate)
            records = [.. store.All];
        for (var i = records.Length - 1; i >= 0; i--)
        {
            var record = records[i];
            if ((traceId != 0 && record.TraceId != traceId) || Array.IndexOf(Levels, record.Level) < least
                || (!string.IsNullOrEmpty(service) && record.Service != service) || !Contains(record, text))
                continue;
            if (total >= offset && total < offset + limit)
                Write(writer, record);
            total++;
        }

        writer.WriteEndArray();
        writer.WriteNumber("total"u8, total);
        writer.WriteEndObject();
    }

    private static bool Contains(LogRecord record, string? text)
    {
        if (string.IsNullOrEmpty(text))
            return true;
        if (record.Message.Contains(text, StringComparison.OrdinalIgnoreCase) || record.Category.Contains(text, StringComparison.OrdinalIgnoreCase))
            return true;
        foreach (var (_, value) in record.Fields)
            if (value.Contains(text, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }

    private static void Write(Utf8JsonWriter writer, LogRecord record)
    {
        writer.WriteStartObject();
        writer.WriteNumber("number"u8, record.Number);
        writer.WriteNumber("time"u8, record.Time);
        writer.WriteString("level"u8, record.Level);
        writer.WriteString("category"u8, record.Category);
        writer.WriteString("message"u8, record.Message);
        writer.WriteString("service"u8, record.Service);
        writer.WriteString("run"u8, record.RuntimeId);
        if (record.TraceId != 0)
        {
            writer.WriteTraceId("traceId"u8, 0, record.TraceId);
            writer.WriteSpanId("spanId"u8, record.SpanId);
        }

        writer.WriteStartObject("fields"u8);
        var seen = new HashSet<string>();
        foreach (var (key, value) in record.Fields)
            if (seen.Add(key))
                writer.WriteString(key, value);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
