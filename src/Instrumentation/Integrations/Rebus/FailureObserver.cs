using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.Rebus;

/// <summary>The value is what a handler has thrown.</summary>
internal sealed class FailureObserver : SideEffect
{
    protected override void OnCall(object? value)
    {
        if (value is Exception thrown && ActiveSpan.Current is { IsRemote: false, Name: RebusSpan.Process } span)
            span.SetException(thrown);
    }
}
