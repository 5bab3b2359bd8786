using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.Kafka;

/// <summary><c>a</c> producer, <c>b</c> topic and partition, <c>c</c> message: sent with the span's context in its headers.</summary>
internal sealed class ProduceAsyncObserver : IProbeObserver
{
    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
        if (a is null || b is null || c is null)
            return;
        KafkaSpan.Describe(span, "Produce", "producer", KafkaClient.Of(a), b, c);
        KafkaHeaders.Inject(span, c);
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
        if (result is not null)
            KafkaSpan.SetPlace(span, result);
    }
}
