using DdRun.Viewer.Receivers.Otlp.Wire;
using DdRun.Viewer.Store;

namespace DdRun.Viewer.Receivers.Otlp;

/// <summary>OTLP's log records into the store.</summary>
internal static class OtlpLogs
{
    private const int MaxFields = 256;

    public static int Take(LogExport export, LogStore store)
    {
        var count = 0;
        foreach (var group in export.Groups)
        {
            var origin = new OtlpOrigin(group.Origin);
            foreach (var library in group.Libraries)
            {
                foreach (var record in library.Records)
                    store.Add(Convert(record, origin, library.Library?.Name ?? ""));
                count += library.Records.Count;
            }
        }

        return count;
    }

    private static LogRecord Convert(LogEntry entry, OtlpOrigin origin, string category)
    {
        var fields = new List<KeyValuePair<string, string>>(Math.Min(entry.Attributes.Count, MaxFields));
        foreach (var attribute in entry.Attributes.Take(MaxFields))
            fields.Add(new(attribute.Key, OtlpValues.Text(attribute.Value)));
        var time = entry.TimeNs != 0 ? entry.TimeNs : entry.ObservedNs;
        var message = OtlpValues.Text(entry.Body);
        if (message.Length == 0)
            message = entry.EventName;
        return new(
            0, time == 0 ? Clock.Now : (long)time, Level(entry), category, message, origin.Service, origin.RuntimeId,
            OtlpValues.Low(entry.TraceId), OtlpValues.Low(entry.SpanId), fields);
    }

    private static string Level(LogEntry entry) => entry.Severity switch
    {
        >= 21 => "fatal",
        >= 17 => "error",
        >= 13 => "warn",
        >= 9 => "info",
        >= 5 => "debug",
        >= 1 => "trace",
        _ => LevelOf(entry.SeverityText),
    };

    private static string LevelOf(string text) => text.ToUpperInvariant() switch
    {
        "TRACE" or "VERBOSE" => "trace",
        "DEBUG" => "debug",
        "WARN" or "WARNING" => "warn",
        "ERROR" => "error",
        "FATAL" or "CRITICAL" => "fatal",
        _ => "info",
    };
}
