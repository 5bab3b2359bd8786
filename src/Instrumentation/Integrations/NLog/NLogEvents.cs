using DdRun.Configuration;

namespace DdRun.Instrumentation.Integrations.NLog;

/// <summary>Adds the trace to the properties of NLog's events: <c>${event-properties:dd.trace_id}</c>, or all of them in JSON layouts.</summary>
internal sealed class NLogEvents : SideEffect
{
    private readonly PropertyReader<IDictionary<object, object>> _properties = new("Properties");
    private readonly Settings _settings = Settings.Current;

    protected override void OnCall(object? value)
    {
        if (!_settings.LogsInjection || _properties.Read(value) is not { } properties)
            return;
        properties["dd.trace_id"] = LogIds.TraceId();
        properties["dd.span_id"] = LogIds.SpanId();
        properties["dd.service"] = _settings.Service;
        properties["dd.env"] = _settings.Env ?? "";
        properties["dd.version"] = _settings.Version ?? "";
    }
}
