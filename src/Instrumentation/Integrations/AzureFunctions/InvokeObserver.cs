using System.Collections;
using DdRun.Probes;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.AzureFunctions;

/// <summary><c>a</c> a function's name, <c>b</c> its input bindings, one of which triggers it, <c>c</c> its method, <c>d</c> the host's context.</summary>
internal sealed class InvokeObserver : IProbeObserver
{
    private const string Trigger = "Trigger";

    private readonly PropertyReader<IEnumerable> _values = new("Values");
    private readonly PropertyReader<string> _type = new("Type"), _traceParent = new("TraceParent"), _traceState = new("TraceState");

    public bool SeesEnd => false;

    // With the extension for ASP.NET Core the request's span is active, and stands below the host's already.
    public SpanContext? Parent(object? a, object? b, object? c, object? d)
    {
        if (ActiveSpan.Current is not null || _traceParent.Read(d) is not { Length: > 0 } parent)
            return null;
        return Propagator.Extract([new("traceparent", parent), new("tracestate", _traceState.Read(d) ?? "")]);
    }

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
        var trigger = TriggerOf(b);
        span.Resource = trigger is null ? a as string ?? span.Name : $"{trigger} {a}";
        span.SetTag("component", "AzureFunctions");
        span.SetTag("span.kind", "server");
        if (a is string name)
            span.SetTag("aas.function.name", name);
        if (c is string method)
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
