using System.Globalization;
using DdRun.Configuration;
using DdRun.Propagation;

namespace DdRun.Logging;

/// <summary>What a log record carries so that it is found from its trace. Service, env and version are the process's, never the span's.</summary>
internal static class LogCorrelation
{
    public const string TraceId = "dd.trace_id";
    public const string SpanId = "dd.span_id";
    public const string Service = "dd.service";
    public const string Env = "dd.env";
    public const string Version = "dd.version";

    /// <summary>32 hex digits when the id exceeds 64 bits, else decimal; <c>0</c> without a trace.</summary>
    public static string Format(UInt128 traceId) =>
        HexId.High(traceId) != 0 ? HexId.Format(traceId) : HexId.Low(traceId).ToString(CultureInfo.InvariantCulture);

    public static KeyValuePair<string, string>[] Read(Settings settings, UInt128 traceId, ulong spanId)
    {
        if (!settings.TraceEnabled) (traceId, spanId) = (UInt128.Zero, 0);
        return
        [
            new(TraceId, Format(traceId)),
            new(SpanId, spanId.ToString(CultureInfo.InvariantCulture)),
            new(Service, settings.Service),
            new(Env, settings.Env ?? ""),
            new(Version, settings.Version ?? ""),
        ];
    }
}
