using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Tasks.Sources;

namespace DdRun.Probes;

/// <summary>Not an async method: its state machine would show in the stack traces of the iterator's exceptions.</summary>
[StackTraceHidden]
internal class TracedAsyncEnumerator<T>(IAsyncEnumerator<T> inner, IterationSpan iteration) : IAsyncEnumerator<T>, IValueTaskSource<bool>
{
    protected IterationSpan Iteration = iteration;
    private ValueTask<bool> _step;

    public T Current
    {
        get
        {
            Iteration.Resume();
            try
            {
                return inner.Current;
            }
            finally
            {
                Iteration.Leave();
            }
        }
    }

    [SuppressMessage("Reliability", "CA2012", Justification = "The step is consumed once: by the one who awaits this.")]
    public ValueTask<bool> MoveNextAsync()
    {
        Iteration.Enter();
        try
        {
            _step = inner.MoveNextAsync();
        }
        catch (Exception e) when (Iteration.Fault(e))
        {
        }
        finally
        {
            Iteration.Leave();
        }
        return new ValueTask<bool>(this, 0);
    }

    [SuppressMessage("Reliability", "CA2012", Justification = "The disposal is consumed once: by the one who awaits it.")]
    public ValueTask DisposeAsync()
    {
        var disposal = default(ValueTask);
        Iteration.Resume();
        try
        {
            disposal = inner.DisposeAsync();
        }
        catch (Exception e) when (Iteration.Fault(e))
        {
        }
        finally
        {
            Iteration.Leave();
        }
        if (!disposal.IsCompletedSuccessfully)
            return Iteration.Take() is { } ending ? new TracedValueTask(disposal, ending).Begin() : disposal;
        Iteration.End();
        return disposal;
    }

    bool IValueTaskSource<bool>.GetResult(short token)
    {
        var more = false;
        try
        {
            more = _step.GetAwaiter().GetResult();
        }
        catch (Exception e) when (Iteration.Fault(e))
        {
        }
        finally
        {
            if (!more)
                Iteration.End();
        }
        return more;
    }

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) =>
        _step.IsCompletedSuccessfully ? ValueTaskSourceStatus.Succeeded
        : _step.IsCanceled ? ValueTaskSourceStatus.Canceled
        : _step.IsFaulted ? ValueTaskSourceStatus.Faulted
        : ValueTaskSourceStatus.Pending;

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        var awaiter = _step.ConfigureAwait((flags & ValueTaskSourceOnCompletedFlags.UseSchedulingContext) != 0).GetAwaiter();
        if ((flags & ValueTaskSourceOnCompletedFlags.FlowExecutionContext) != 0)
            awaiter.OnCompleted(() => continuation(state));
        else
            awaiter.UnsafeOnCompleted(() => continuation(state));
    }
}
