using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.Mqtt;

/// <summary><c>a</c> topic, <c>b</c> version of the protocol. What goes out is made on the way: <see cref="SentProperties"/>.</summary>
internal sealed class PublishObserver : IClientObserver
{
    public bool SeesEnd => false;

    public void OnEnter(Span span, object? a, object? b, object? c, object? d) => MqttSpan.Describe(span, a as string, b, isSent: true);

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }
}
