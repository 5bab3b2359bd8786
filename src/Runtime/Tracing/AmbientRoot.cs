namespace DdRun.Tracing;

/// <summary>A root whose trace id another tracer in the process has made.</summary>
internal sealed class AmbientRoot(
    TracerSnapshot snapshot, ulong traceIdHigh, ulong traceIdLow, ulong spanId, long start, string name, string? service, string? resource, string? type)
    : LocalRoot(snapshot, traceIdLow, spanId, start, name, service, resource, type)
{
    public ulong GivenTraceIdHigh => traceIdHigh;
}
