namespace DdRun.Metrics.Meters;

/// <summary>A measurement and the span that was active when it was made.</summary>
internal sealed record Exemplar(double Value, long Time, ulong TraceIdHigh, ulong TraceIdLow, ulong SpanId);
