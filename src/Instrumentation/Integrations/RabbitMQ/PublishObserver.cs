using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.RabbitMQ;

/// <summary><c>a</c> exchange, <c>b</c> routing key, <c>c</c> properties, <c>d</c> the broker's host. What goes out is made on the way: <see cref="SentProperties"/>.</summary>
internal sealed class PublishObserver : IClientObserver
{
    public bool SeesEnd => false;

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
        AmqpSpan.Describe(span, AmqpSpan.Publish, "producer", a as string, b as string, c);
        if (d is string host)
            span.SetTag("out.host", host);
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }
}
