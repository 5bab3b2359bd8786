using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.RabbitMQ;

/// <summary><c>a</c> queue: asking for a message belongs to whoever asks; the message's own trace is linked.</summary>
internal sealed class GetObserver : IProbeObserver
{
    private readonly PropertyReader<object> _properties = new("BasicProperties");
    private readonly PropertyReader<string> _exchange = new("Exchange");

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
        AmqpSpan.Describe(span, AmqpSpan.Get, "consumer", null, a as string, null);
        if (a is string queue)
            span.SetTag("amqp.queue", queue);
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
        if (result is null)
            return;
        if (_exchange.Read(result) is { } exchange)
            span.SetTag("amqp.exchange", exchange);
        if (AmqpSpan.Extract(_properties.Read(result)) is { } context)
            span.AddLink(context);
    }
}
