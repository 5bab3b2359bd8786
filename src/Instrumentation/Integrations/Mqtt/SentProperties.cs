using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.Mqtt;

/// <summary>The packet that is made of a message, which gets properties of its own: those of the message, and the context of the span that publishes it.</summary>
internal sealed class SentProperties : ILender
{
    private PropertyList? _list;

    public object? Lend(object? value, object? other)
    {
        if (value is null || MqttSpan.Publishing is not { } span)
            return null;
        (_list ??= PropertyList.For(value)).Add(span, value);
        return value;
    }
}
