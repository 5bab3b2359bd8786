using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace DdRun.Probes;

/// <inheritdoc cref="TracedValueTask"/>
[StackTraceHidden]
internal sealed class TracedValueTask<T>(ValueTask<T> task, object ending) : IValueTaskSource<T>
{
    private static readonly Task<T> s_any = new TaskCompletionSource<T>().Task;
    private static readonly bool s_backingIsFirst = ValueTaskBacking.IsFirst(new ValueTask<T>(s_any), s_any);

    private ManualResetValueTaskSourceCore<T> _core;
    private readonly ConfiguredValueTaskAwaitable<T>.ConfiguredValueTaskAwaiter _awaiter = task.ConfigureAwait(false).GetAwaiter();

    public static bool Suits(ref ValueTask<T> task) => s_backingIsFirst && ValueTaskBacking.IsSource(ref task);

    public ValueTask<T> Begin()
    {
        if (_awaiter.IsCompleted)
            End();
        else
            _awaiter.UnsafeOnCompleted(End);
        return new ValueTask<T>(this, _core.Version);
    }

    T IValueTaskSource<T>.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<T>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<T>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private void End()
    {
        T? result = default;
        Exception? fault = null;
        try
        {
            result = _awaiter.GetResult();
        }
        catch (Exception e)
        {
            fault = e;
        }
        if (fault is null && ending is SpanOfTask<T> known)
            known.Succeed(result!);
        else
            Probe.Finish(ending, fault);
        if (fault is null)
            _core.SetResult(result!);
        else
            _core.SetException(fault);
    }
}
