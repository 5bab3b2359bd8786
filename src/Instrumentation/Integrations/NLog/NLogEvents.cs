using System.Reflection;
using DdRun.Configuration;
using DdRun.Hosting;
using DdRun.Instrumentation.Integrations.Lending;
using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.NLog;

/// <summary>
/// Adds the trace to the properties of NLog's events: <c>${event-properties:dd.trace_id}</c>, or all of them in JSON layouts. Programs may make an event
/// themselves, and log it again: its targets get a copy.
/// </summary>
internal sealed class NLogEvents : ILender
{
    private const string EventType = "NLog.LogEventInfo";

    private readonly PropertyReader<IDictionary<object, object>> _properties = new("Properties");
    private readonly PropertyReader<object> _hasProperties = new("HasProperties");
    private readonly Settings _settings = Settings.Current;
    private readonly NLogExport? _export = ProcessLogs.Current is { } exporter ? new(exporter) : null;
    private FieldInfo? _field;

    public object? Lend(object? value, object? other)
    {
        if (value is not null)
            _export?.Send(value);
        if (value is null || !_settings.LogsInjection || (_field ??= Field(value.GetType())) is not { } field)
            return null;
        var copy = PrivateCopy.Of(value);
        field.SetValue(copy, null);
        if (_properties.Read(copy) is not { } properties)
            return null;
        if (_hasProperties.Read(value) is true && _properties.Read(value) is { } own)
        {
            foreach (var (key, text) in own)
                properties[key] = text;
        }
        properties["dd.trace_id"] = LogIds.TraceId();
        properties["dd.span_id"] = LogIds.SpanId();
        properties["dd.service"] = _settings.Service;
        properties["dd.env"] = _settings.Env ?? "";
        properties["dd.version"] = _settings.Version ?? "";
        return copy;
    }

    // Where an event keeps its properties, which it makes when they are asked for.
    private static FieldInfo? Field(Type type)
    {
        while (type.FullName != EventType)
        {
            if (type.BaseType is not { } parent)
                return null;
            type = parent;
        }
        return Array.Find(type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic), static field => field.FieldType.IsAssignableTo(typeof(IDictionary<object, object>)));
    }
}
