using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.Headers;

/// <summary>
/// The span of a message that is handled continues the trace of whoever sent it: <c>a</c> is the message's headers, of any type that <see cref="HeaderValues"/>
/// can read. Rules of anybody's may use it.
/// </summary>
internal sealed class Continue : IProbeObserver
{
    public bool SeesEnd => false;

    public SpanContext? Parent(object? a, object? b, object? c, object? d) => HeaderValues.Extract(a);

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }
}
