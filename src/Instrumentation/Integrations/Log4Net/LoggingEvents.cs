using System.Collections;
using System.Reflection;
using DdRun.Configuration;
using DdRun.Instrumentation.Integrations.Lending;
using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.Log4Net;

/// <summary>Adds the trace to the properties of log4net's events: <c>%property{dd.trace_id}</c>. Programs may keep an event and log it again: appenders get a copy.</summary>
internal sealed class LoggingEvents : ILender
{
    private const string Dictionary = "log4net.Util.PropertiesDictionary", Composite = "log4net.Util.CompositeProperties";

    private readonly Settings _settings = Settings.Current;
    private volatile FieldInfo[]? _fields;

    public object? Lend(object? value, object? other)
    {
        if (value is null || !_settings.LogsInjection)
            return null;
        var fields = _fields ??= Fields(value.GetType());
        if (Array.Find(fields, static field => field.FieldType.FullName == Dictionary) is not { } own)
            return null;
        var copy = PrivateCopy.Of(value);
        var before = own.GetValue(value);
        if ((before is null ? Activator.CreateInstance(own.FieldType) : Activator.CreateInstance(own.FieldType, before)) is not IDictionary properties)
            return null;
        // Somebody has said it already, as a logger around ours may.
        if (properties.Contains("dd.service"))
            return null;
        properties["dd.service"] = _settings.Service;
        properties["dd.version"] = _settings.Version ?? "";
        properties["dd.env"] = _settings.Env ?? "";
        properties["dd.trace_id"] = LogIds.TraceId();
        properties["dd.span_id"] = LogIds.SpanId();
        own.SetValue(copy, properties);
        // What has been put together of them for an earlier appender.
        Array.Find(fields, static field => field.FieldType.FullName == Composite)?.SetValue(copy, null);
        return copy;
    }

    private static FieldInfo[] Fields(Type type)
    {
        while (type.FullName != "log4net.Core.LoggingEvent" && type.BaseType is { } parent)
            type = parent;
        return type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic);
    }
}
