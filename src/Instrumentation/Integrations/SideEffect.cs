using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations;

/// <summary>An observer that does something when a method is called, and wants no span for it.</summary>
internal abstract class SideEffect : IProbeObserver
{
    public bool Wants(object? a, object? b, object? c, object? d)
    {
        OnCall(a);
        return false;
    }

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }

    protected abstract void OnCall(object? value);
}
