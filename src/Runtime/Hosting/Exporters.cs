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
        tracer.Settings.Otlp?.Traces is null ? new AgentOutput(tracer, counters, urgency) : OpenOtlp(tracer, counters, urgency);

    // Apart: elsewhere nothing of it is loaded.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static OtlpOutput OpenOtlp(TracerCore tracer, WriterCounters counters, Urgency urgency) => new(tracer, counters, urgency);
}
