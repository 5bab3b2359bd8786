using System.Globalization;
using DdRun.Configuration;
using DdRun.Logging;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations;

/// <summary>Ids for log records: as the reference writes them, zero when nothing is active.</summary>
internal static class LogIds
{
    /// <summary>32 hexadecimal digits; decimal where the id has 64 bits only, or the settings say so.</summary>
    public static string TraceId() => ActiveSpan.Current is { } span ? LogCorrelation.Format(Settings.Current, span.Root.TraceIdHigh, span.Root.TraceIdLow) : "0";

    public static string SpanId() => ActiveSpan.Current is { } span ? span.SpanId.ToString(CultureInfo.InvariantCulture) : "0";
}
