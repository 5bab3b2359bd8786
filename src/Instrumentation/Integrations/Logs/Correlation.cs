using System.Globalization;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.Logs;

/// <summary>Ids for log records: as the reference writes them, zero when nothing is active.</summary>
internal static class Correlation
{
    /// <summary>32 hexadecimal digits; decimal where the id has 64 bits only.</summary>
    public static string TraceId()
    {
        if (ActiveSpan.Current is not { } span)
            return "0";
        var id = span.TraceId;
        return id > ulong.MaxValue
            ? id.ToString("x32", CultureInfo.InvariantCulture)
            : ((ulong)id).ToString(CultureInfo.InvariantCulture);
    }

    public static string SpanId() => ActiveSpan.Current is { } span ? span.SpanId.ToString(CultureInfo.InvariantCulture) : "0";
}
