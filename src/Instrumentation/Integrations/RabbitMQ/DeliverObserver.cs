using DdRun.Probes;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.RabbitMQ;

/// <summary><c>a</c> exchange, <c>b</c> routing key, <c>c</c> properties: the handler's span continues the publisher's trace.</summary>
internal sealed class DeliverObserver : IProbeObserver
{
    // A consumer calls its base class's method, which is woven as well.
    public bool Wants(object? a, object? b, object? c, object? d) =>
        ActiveSpan.Current is not { IsRemote: false } active || active.GetTag("amqp.command") != AmqpSpan.Deliver;

    public SpanContext? Parent(object? a, object? b, object? c, object? d) => AmqpSpan.Extract(c);

    public void OnEnter(Span span, object? a, object? b, object? c, object? d) =>
        AmqpSpan.Describe(span, AmqpSpan.Deliver, "consumer", a as string, b as string, c);

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }
}
