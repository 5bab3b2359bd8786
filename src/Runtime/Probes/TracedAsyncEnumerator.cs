using System.Diagnostics;

namespace DdRun.Probes;

[StackTraceHidden]
internal sealed class TracedAsyncEnumerator<T>(IAsyncEnumerator<T> inner, int site, ProbeState state) : IAsyncEnumerator<T>
{
    private IterationSpan _span = new(site, state);

    public T Current => inner.Current;

    // The builder gives the caller its own active span back when the step returns.
    public async ValueTask<bool> MoveNextAsync()
    {
        _span.Enter();
        var more = false;
        try
        {
            var step = inner.MoveNextAsync();
            _span.Leave();
            more = await step.ConfigureAwait(false);
        }
        catch (Exception e) when (_span.Fault(e))
        {
        }
        if (!more)
            _span.End();
        return more;
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
}
