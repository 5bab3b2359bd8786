using DdRun.Instrumentation.Integrations.Headers;
using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.Cap;

/// <summary><c>a</c> headers of a message that goes from the store to the broker.</summary>
internal sealed class SendObserver : IProbeObserver
{
    public SpanContext? Parent(object? a, object? b, object? c, object? d) => HeaderValues.Extract(a);

    public void OnEnter(Span span, object? a, object? b, object? c, object? d) => CapSpan.Describe(span, "producer", a);

    public void OnExit(Span span, object? result, Exception? exception) => CapSpan.DescribeOutcome(span, result);
}
