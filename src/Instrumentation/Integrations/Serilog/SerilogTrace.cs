using DdRun.Configuration;
using Serilog.Core;
using Serilog.Events;

namespace DdRun.Instrumentation.Integrations.Serilog;

/// <summary>The trace as properties of a log event.</summary>
internal sealed class SerilogTrace(Settings settings) : ILogEventEnricher
{
    private readonly LogEventProperty _service = new("dd_service", new ScalarValue(settings.Service));
    private readonly LogEventProperty _env = new("dd_env", new ScalarValue(settings.Env ?? ""));
    private readonly LogEventProperty _version = new("dd_version", new ScalarValue(settings.Version ?? ""));

    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        logEvent.AddPropertyIfAbsent(_service);
        logEvent.AddPropertyIfAbsent(_env);
        logEvent.AddPropertyIfAbsent(_version);
        logEvent.AddPropertyIfAbsent(new("dd_trace_id", new ScalarValue(LogIds.TraceId())));
        logEvent.AddPropertyIfAbsent(new("dd_span_id", new ScalarValue(LogIds.SpanId())));
    }
}
