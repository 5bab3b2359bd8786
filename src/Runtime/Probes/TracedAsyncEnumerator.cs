using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Tasks.Sources;

namespace DdRun.Probes;

/// <summary>Not an async method: its state machine would show in the stack traces of the iterator's exceptions.</summary>
[StackTraceHidden]
internal sealed class TracedAsyncEnumerator<T>(IAsyncEnumerator<T> inner, int site, ProbeState state) : IAsyncEnumerator<T>, IValueTaskSource<bool>
{
    private IterationSpan _span = new(site, state);
    private ValueTask<bool> _step;

    public T Current => inner.Current;

    [SuppressMessage("Reliability", "CA2012", Justification = "The step is consumed once: by the one who awaits this.")]
    public ValueTask<bool> MoveNextAsync()
    {
        _span.Enter();
        try
        {
            _step = inner.MoveNextAsync();
        }
        catch (Exception e) when (_span.Fault(e))
        {
        }
        finally
        {
            _span.Leave();
        }
        return new ValueTask<bool>(this, 0);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await inner.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            _span.End();
        }
    }

    bool IValueTaskSource<bool>.GetResult(short token)
    {
        var more = false;
        try
        {
            more = _step.GetAwaiter().GetResult();
        }
        catch (Exception e) when (_span.Fault(e))
        {
        }
        if (!more)
            _span.End();
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
