namespace DdRun.Probes.Live;

/// <summary>Goes through an observed asynchronous iterator, and keeps the first items.</summary>
internal sealed class LiveAsyncEnumerator<T>(IAsyncEnumerator<T> items, LiveIteration iteration) : IAsyncEnumerator<T>
{
    private readonly List<T>? _head = iteration.KeepsItems ? [] : null;
    private int _count = -1;

    public T Current => items.Current;

    public async ValueTask<bool> MoveNextAsync()
    {
        if (_count < 0)
        {
            _count = 0;
            iteration.Begin();
        }
        var isThere = false;
        try
        {
            isThere = await items.MoveNextAsync().ConfigureAwait(false);
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

    public async ValueTask DisposeAsync()
    {
        await items.DisposeAsync().ConfigureAwait(false);
        if (_count >= 0)
            iteration.End(_head, _count, null);
    }

    private bool Fail(Exception fault)
    {
        iteration.End(_head, _count, fault);
        return false;
    }
}
