using Microsoft.Extensions.Logging;

namespace DdRun.Instrumentation.Integrations.ILogger;

/// <summary>Shows the trace as the outermost scope.</summary>
internal sealed class TraceScopeProvider(IExternalScopeProvider inner, TraceScope scope) : IExternalScopeProvider
{
    public void ForEachScope<TState>(Action<object?, TState> callback, TState state)
    {
        callback(scope, state);
        inner.ForEachScope(callback, state);
    }

    public IDisposable Push(object? state) => inner.Push(state);
}
