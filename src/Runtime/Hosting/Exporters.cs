using System.Runtime.CompilerServices;
using DdRun.Export;
using DdRun.Export.Datadog;
using DdRun.Export.Otlp;
using DdRun.Tracing;

namespace DdRun.Hosting;

/// <summary>Which exporter stands behind a tracer's queue.</summary>
internal static class Exporters
{
    public static ITraceOutput Open(TracerCore tracer, WriterCounters counters, Urgency urgency) =>
        tracer.Settings.Otlp?.Traces is null ? OpenAgent(tracer, counters, urgency) : OpenOtlp(tracer, counters, urgency);

    // Apart: elsewhere nothing of either is loaded.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static AgentOutput OpenAgent(TracerCore tracer, WriterCounters counters, Urgency urgency) => new(tracer, counters, urgency);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static OtlpOutput OpenOtlp(TracerCore tracer, WriterCounters counters, Urgency urgency) =>
        new(tracer, counters, urgency, () => ProcessLogs.For(tracer.Settings));
}
