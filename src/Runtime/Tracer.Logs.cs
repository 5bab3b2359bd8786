using DdRun.Hosting;
using DdRun.Logging;
using DdRun.Tracing;

namespace DdRun;

public static partial class Tracer
{
    /// <summary>
    /// What a log record needs to be found from its trace: <c>dd.trace_id</c>, <c>dd.span_id</c> (both <c>0</c> when no span is active or tracing is
    /// disabled), <c>dd.service</c>, <c>dd.env</c> and <c>dd.version</c>. Mirrors <c>get_log_correlation_context</c> of the Python library.
    /// </summary>
    public static IReadOnlyList<KeyValuePair<string, string>> GetLogCorrelation()
    {
        var tracer = ProcessTracer.Current;
        return tracer.IsEnabled && CurrentSpan is { } span
            ? LogCorrelation.Read(tracer.Settings, span.Root.TraceIdHigh, span.Root.TraceIdLow, span.SpanId)
            : LogCorrelation.Read(tracer.Settings, 0, 0, 0);
    }
}
