using System.Collections;
using System.Diagnostics;

namespace DdRun.Probes;

[StackTraceHidden]
internal sealed class TracedEnumerator<T>(IEnumerator<T> inner, int site, ProbeState state) : IEnumerator<T>
{
    private IterationSpan _span = new(site, state);

    public T Current => inner.Current;
    object? IEnumerator.Current => ((IEnumerator)inner).Current;

    public bool MoveNext()
    {
        _span.Enter();
        var more = false;
        try
        {
            more = inner.MoveNext();
        }
        catch (Exception e) when (_span.Fault(e))
        {
        }
        finally
        {
            _span.Leave();
        }
        if (!more)
            _span.End();
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
            _span.End();
        }
    }
}
