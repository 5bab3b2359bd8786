using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.Testing;

/// <summary>The framework says how a test has ended: <c>a</c> is what <see cref="RunningTests"/> know it by. Makes no span.</summary>
internal abstract class OutcomeObserver : IProbeObserver
{
    public bool Wants(object? a, object? b, object? c, object? d)
    {
        if (RunningTests.Of(a) is { } span)
            Tell(span, b);
        return false;
    }

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }

    protected abstract void Tell(Span span, object? why);
}
