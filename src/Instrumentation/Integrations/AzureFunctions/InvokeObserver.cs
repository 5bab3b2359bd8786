using System.Collections;
using DdRun.Probes;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.AzureFunctions;

/// <summary><c>a</c> an invocation, <c>b</c> its function, one of whose input bindings triggers it, <c>c</c> the host's context.</summary>
internal sealed class InvokeObserver : IProbeObserver
{
    private const string Trigger = "Trigger", Request = "HttpRequestContext";

    private readonly PropertyReader<IDictionary<object, object>> _items = new("Items");
    private readonly PropertyReader<IEnumerable> _bindings = new("InputBindings");
    private readonly PropertyReader<string> _name = new("Name"), _method = new("EntryPoint");

    private readonly PropertyReader<IEnumerable> _values = new("Values");
    private readonly PropertyReader<string> _type = new("Type"), _traceParent = new("TraceParent"), _traceState = new("TraceState");

    public bool SeesEnd => false;

    // With the extension for ASP.NET Core the request's span stands below the host's already.
    public SpanContext? Parent(object? a, object? b, object? c, object? d)
    {
        if (ActiveSpan.Current is not null)
            return null;
        if (_items.Read(a) is { } items && items.TryGetValue(Request, out var request) && RequestObserver.SpanOf(request) is { } span)
            return span.Context;
        if (_traceParent.Read(c) is not { Length: > 0 } parent)
            return null;
        return Propagator.Extract([new("traceparent", parent), new("tracestate", _traceState.Read(c) ?? "")]);
    }

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
        var (trigger, name) = (TriggerOf(_bindings.Read(b)), _name.Read(b));
        span.Resource = trigger is null ? name ?? span.Name : $"{trigger} {name}";
        span.SetTag("component", "AzureFunctions");
        span.SetTag("span.kind", "server");
        if (name is not null)
            span.SetTag("aas.function.name", name);
        if (_method.Read(b) is { } method)
            span.SetTag("aas.function.method", method);
        if (trigger is not null)
            span.SetTag("aas.function.trigger", trigger);
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }

    // "httpTrigger" is Http.
    private string? TriggerOf(object? bindings)
    {
        foreach (var binding in _values.Read(bindings) ?? Array.Empty<object>())
        {
            if (_type.Read(binding) is { Length: > 7 } type && type.EndsWith(Trigger, StringComparison.OrdinalIgnoreCase))
                return char.ToUpperInvariant(type[0]) + type[1..^Trigger.Length];
        }
        return null;
    }
}
