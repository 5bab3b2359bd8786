using DdRun.Probes;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations;

/// <summary>Calls of a method whose rule is <c>"quiet"</c>. A task that the method returns is quiet to its end: it runs in the flow that it was begun in.</summary>
internal sealed class QuietCalls : ICallObserver
{
    public bool Wants(object? a, object? b, object? c, object? d)
    {
        QuietFlow.Begin();
        return false;
    }

    public void OnReturn(object? result, Exception? exception, object? a, object? b, object? c, object? d) => QuietFlow.End();

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }
}
