using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace DdRun.Probes;

/// <summary>
/// Stands for a task that a source is behind, which only one may await, and ends the span with it. What <see cref="ValueTask.AsTask"/> makes would
/// show in the stack traces of exceptions.
/// </summary>
[StackTraceHidden]
internal sealed class TracedValueTask(ValueTask task, object ending) : IValueTaskSource
{
    private static readonly bool s_backingIsFirst = ValueTaskBacking.IsFirst(new ValueTask(Task.CompletedTask), Task.CompletedTask);

    private ManualResetValueTaskSourceCore<bool> _core;
    private readonly ConfiguredValueTaskAwaitable.ConfiguredValueTaskAwaiter _awaiter = task.ConfigureAwait(false).GetAwaiter();

    public static bool Suits(ref ValueTask task) => s_backingIsFirst && ValueTaskBacking.IsSource(ref task);

    public ValueTask Begin()
    {
        if (_awaiter.IsCompleted)
            End();
        else
            _awaiter.UnsafeOnCompleted(End);
        return new ValueTask(this, _core.Version);
    }

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private void End()
    {
        Exception? fault = null;
        try
        {
            _awaiter.GetResult();
        }
        catch (Exception e)
        {
            fault = e;
        }
        Probe.Finish(ending, fault);
        if (fault is null)
            _core.SetResult(true);
        else
            _core.SetException(fault);
    }
}
