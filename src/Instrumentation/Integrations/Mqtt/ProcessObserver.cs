using DdRun.Instrumentation.Integrations.Headers;
using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.Mqtt;

/// <summary><c>a</c> properties of a message, <c>b</c> topic, <c>c</c> version of the protocol: what the application does with it continues the sender's trace.</summary>
internal sealed class ProcessObserver : IProbeObserver
{
    public bool SeesEnd => false;

    public SpanContext? Parent(object? a, object? b, object? c, object? d) => HeaderValues.Extract(a);

    public void OnEnter(Span span, object? a, object? b, object? c, object? d) => MqttSpan.Describe(span, b as string, c, isSent: false);

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }
}
