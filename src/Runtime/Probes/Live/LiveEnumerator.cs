using System.Collections;

namespace DdRun.Probes.Live;

/// <summary>Goes through an observed iterator, and keeps the first items.</summary>
internal sealed class LiveEnumerator<T>(IEnumerator<T> items, LiveIteration iteration) : IEnumerator<T>
{
    private readonly List<T>? _head = iteration.KeepsItems ? [] : null;
    private int _count = -1;

    public T Current => items.Current;

    object? IEnumerator.Current => Current;

    public bool MoveNext()
    {
        if (_count < 0)
        {
            _count = 0;
            iteration.Begin();
        }
        var isThere = false;
        try
        {
            isThere = items.MoveNext();
        }
        catch (Exception e) when (Fail(e))
        {
            // Never here.
        }
        if (!isThere)
        {
            iteration.End(_head, _count, null);
            return false;
        }
        _count++;
        if (_head?.Count < LiveIteration.Head)
            _head.Add(items.Current);
        return true;
    }

    public void Reset() => items.Reset();

    public void Dispose()
    {
        items.Dispose();
        if (_count >= 0)
            iteration.End(_head, _count, null);
    }

    private bool Fail(Exception fault)
    {
        iteration.End(_head, _count, fault);
        return false;
    }
}
