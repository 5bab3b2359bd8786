using DdRun.Probes;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.RabbitMQ;

/// <summary>The properties that go out with one message: a copy with the context of the span that publishes it. Up to version 6 an argument.</summary>
internal sealed class SentProperties : ILender
{
    public object? Lend(object? value, object? other)
    {
        // Without properties it is one of the many commands that are no messages.
        if (value is null || AmqpSpan.Publishing is not { } span || AmqpProperties.Copy(value, out var headers) is not { } copy)
            return null;
        AmqpSpan.Inject(span, headers);
        return copy;
    }
}
