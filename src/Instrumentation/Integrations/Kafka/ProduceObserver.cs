using DdRun.Probes;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.Kafka;

/// <summary>
/// <c>a</c> producer, <c>b</c> topic and partition, <c>c</c> message: the span ends with the call only if nobody asked for a report of the
/// delivery, else in <see cref="DeliveryObserver"/>.
/// </summary>
internal sealed class ProduceObserver : ICallObserver
{
    public bool Wants(object? a, object? b, object? c, object? d)
    {
        if (a is null || b is null || c is null)
            return false;
        var span = Tracer.StartSpan(KafkaSpan.Produce, ActiveSpan.Current);
        KafkaSpan.Describe(span, "Produce", "producer", KafkaClient.Of(a), b, c);
        KafkaHeaders.Inject(span, c);
        Production.Begin(span);
        return false;
    }

    public void OnReturn(object? result, Exception? exception, object? a, object? b, object? c, object? d)
    {
        if (a is not null && b is not null && c is not null)
            Production.End(exception);
    }

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }
}
