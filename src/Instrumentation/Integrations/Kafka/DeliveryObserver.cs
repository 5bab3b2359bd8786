using System.Runtime.CompilerServices;
using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.Kafka;

/// <summary><c>a</c> what the library keeps the application's handler in: made without <c>b</c>, and then called with the report.</summary>
internal sealed class DeliveryObserver : IProbeObserver
{
    private readonly ConditionalWeakTable<object, Span> _open = [];
    private readonly PropertyReader<object> _error = new("Error");
    private readonly PropertyReader<object> _isError = new("IsError");

    public bool Wants(object? a, object? b, object? c, object? d)
    {
        if (a is null)
            return false;
        if (b is null)
        {
            if (Production.Defer() is { } deferred)
                _open.AddOrUpdate(a, deferred);
        }
        else if (_open.TryGetValue(a, out var span))
        {
            _open.Remove(a);
            Report(span, b);
        }
        return false;
    }

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }

    private void Report(Span span, object report)
    {
        KafkaSpan.SetPlace(span, report);
        if (_error.Read(report) is { } error && _isError.Read(error) is true)
        {
            span.Error = true;
            span.SetTag("error.type", error.GetType().FullName);
            span.SetTag("error.message", error.ToString());
        }
        span.Finish();
    }
}
