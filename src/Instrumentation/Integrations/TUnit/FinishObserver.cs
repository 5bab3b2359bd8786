using System.Diagnostics;
using DdRun.Instrumentation.Integrations.Activities;
using DdRun.Instrumentation.Integrations.Testing;
using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.TUnit;

/// <summary>Says on the span of a test what its activity, <c>a</c>, does not tell: <c>b</c> knows it. Makes no span.</summary>
internal sealed class FinishObserver : IProbeObserver
{
    private readonly TestDetails _details = new();

    public bool Wants(object? a, object? b, object? c, object? d)
    {
        if (b is not null && ActivityBridge.SpanOf(a as Activity) is { } span)
        {
            RunningTests.Add(b, span);
            _details.Describe(span, b);
        }
        return false;
    }

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }
}
