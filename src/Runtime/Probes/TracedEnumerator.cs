using System.Collections;
using System.Diagnostics;

namespace DdRun.Probes;

[StackTraceHidden]
internal class TracedEnumerator<T>(IEnumerator<T> inner, IterationSpan iteration) : IEnumerator<T>
{
    protected IterationSpan Iteration = iteration;

    public T Current => inner.Current;
    object? IEnumerator.Current => ((IEnumerator)inner).Current;

    public bool MoveNext()
    {
        Iteration.Enter();
        var more = false;
        try
        {
            more = inner.MoveNext();
        }
        catch (Exception e) when (Iteration.Fault(e))
        {
        }
        finally
        {
            Iteration.Leave();
        }
        if (!more)
            Iteration.End();
        return more;
    }

    public void Reset() => inner.Reset();

    public void Dispose()
    {
        try
        {
            inner.Dispose();
        }
        finally
        {
            Iteration.End();
        }
    }
}
