using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.RabbitMQ;

/// <summary><c>a</c> exchange, <c>b</c> routing key, <c>c</c> properties: the message goes out with the span's context in its headers.</summary>
internal sealed class PublishObserver : IProbeObserver
{
    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
        AmqpSpan.Describe(span, AmqpSpan.Publish, "producer", a as string, b as string, c);
        if (c is not null)
            AmqpSpan.Inject(span, c);
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }
}
