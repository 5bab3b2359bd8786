using DdRun.Instrumentation.Integrations.Headers;
using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.Cap;

/// <summary><c>a</c> headers of a message that the application handles.</summary>
internal sealed class ProcessObserver : IProbeObserver
{
    public SpanContext? Parent(object? a, object? b, object? c, object? d) => HeaderValues.Extract(a);

    public void OnEnter(Span span, object? a, object? b, object? c, object? d) => CapSpan.Describe(span, "consumer", a);

    public void OnExit(Span span, object? result, Exception? exception) => CapSpan.DescribeOutcome(span, result);
}
