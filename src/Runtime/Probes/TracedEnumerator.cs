using System.Collections;
using System.Diagnostics;

namespace DdRun.Probes;

[StackTraceHidden]
internal class TracedEnumerator<T>(IEnumerator<T> inner, IterationSpan iteration) : IEnumerator<T>
{
    protected IterationSpan Iteration = iteration;

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

    object? IEnumerator.Current
    {
        get
        {
            Iteration.Resume();
            try
            {
                return ((IEnumerator)inner).Current;
            }
            finally
            {
                Iteration.Leave();
            }
        }
    }

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

    public void Reset()
    {
        Iteration.Resume();
        try
        {
            inner.Reset();
        }
        finally
        {
            Iteration.Leave();
        }
    }

    public void Dispose()
    {
        Iteration.Resume();
        try
        {
            inner.Dispose();
        }
        catch (Exception e) when (Iteration.Fault(e))
        {
        }
        finally
        {
            Iteration.End();
        }
    }
}
