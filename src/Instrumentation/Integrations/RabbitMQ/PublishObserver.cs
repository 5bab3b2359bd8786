using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.RabbitMQ;

/// <summary><c>a</c> exchange, <c>b</c> routing key, <c>c</c> properties: the message goes out with the span's context in its headers.</summary>
internal sealed class PublishObserver : IProbeObserver
{
    // The method writes the message down before it returns, and calls nobody who would publish another one.
    [ThreadStatic]
    private static object? t_properties;

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
        AmqpSpan.Describe(span, AmqpSpan.Publish, "producer", a as string, b as string, c);
        if (c is null)
            return;
        t_properties = c;
        AmqpSpan.Inject(span, c);
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
        if (t_properties is not { } properties)
            return;
        t_properties = null;
        AmqpProperties.Of(properties).TakeBack(properties);
    }
}
