using System.Reflection;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.SignalR;

/// <summary>The value is what a method of a hub has thrown.</summary>
internal sealed class FailureObserver : SideEffect
{
    protected override void OnCall(object? value)
    {
        if (value is Exception thrown && ActiveSpan.Current is { IsRemote: false } span && span.GetTag("rpc.system") is InvocationObserver.System)
            span.SetException(thrown is TargetInvocationException { InnerException: { } inner } ? inner : thrown);
    }
}
