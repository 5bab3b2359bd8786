using DdRun.Instrumentation.Integrations.Headers;
using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.Rebus;

/// <summary><c>a</c> headers of a message, <c>b</c> the address that it has come to.</summary>
internal sealed class ProcessObserver : IProbeObserver
{
    public bool SeesEnd => false;

    public SpanContext? Parent(object? a, object? b, object? c, object? d) => HeaderValues.Extract(a);

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
        RebusSpan.Describe(span, "consumer", b as string);
        if (a is IDictionary<string, string> headers)
            RebusSpan.DescribeMessage(span, headers);
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }
}
