using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.Kafka;

/// <summary>
/// <c>a</c> producer, <c>b</c> topic and partition, <c>c</c> message: the span ends with the call only if nobody asked for a report of the
/// delivery, else in <see cref="DeliveryObserver"/>.
/// </summary>
internal sealed class ProduceObserver : ICallObserver
{
    public bool Wants(object? a, object? b, object? c, object? d)
    {
        if (a is not null && b is not null && c is not null)
            Production.Begin(a, b, c, goesOn: false);
        return false;
    }

    public void OnReturn(object? result, Exception? exception, object? a, object? b, object? c, object? d)
    {
        if (a is null || b is null || c is null || Production.End() is not { } production)
            return;
        if (exception is not null)
            production.Span.SetException(exception);
        else if (production.IsReported)
            return;
        production.Span.Finish();
    }

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }
}
