using System.Globalization;
using DdRun.Configuration;
using DdRun.Text;

namespace DdRun.Logging;

/// <summary>What a log record carries so that it is found from its trace. Service, env and version are the process's, never the span's.</summary>
internal static class LogCorrelation
{
    public const string TraceId = "dd.trace_id";
    public const string SpanId = "dd.span_id";
    public const string Service = "dd.service";
    public const string Env = "dd.env";
    public const string Version = "dd.version";

    /// <summary>32 hex digits when the id exceeds 64 bits, else, or where the settings say so, its lower half as a decimal; <c>0</c> without a trace.</summary>
    public static string Format(Settings settings, ulong traceIdHigh, ulong traceIdLow) =>
        traceIdHigh != 0 && settings.TraceId128Logging ? HexId.Format(traceIdHigh, traceIdLow) : traceIdLow.ToString(CultureInfo.InvariantCulture);

    public static KeyValuePair<string, string>[] Read(Settings settings, ulong traceIdHigh, ulong traceIdLow, ulong spanId)
    {
        if (!settings.TraceEnabled)
            traceIdHigh = traceIdLow = spanId = 0;
        return
        [
            new(TraceId, Format(settings, traceIdHigh, traceIdLow)),
            new(SpanId, spanId.ToString(CultureInfo.InvariantCulture)),
            new(Service, settings.Service),
            new(Env, settings.Env ?? ""),
            new(Version, settings.Version ?? ""),
        ];
    }
}
