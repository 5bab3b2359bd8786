namespace DdRun.Probes.Live;

/// <summary>What an observed method returns in place of its asynchronous iterator.</summary>
internal sealed class LiveAsyncEnumerable<T>(IAsyncEnumerable<T> items, LiveIteration iteration) : IAsyncEnumerable<T>
{
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        var inner = items.GetAsyncEnumerator(cancellationToken);
        return iteration.TryTake() ? new LiveAsyncEnumerator<T>(inner, iteration) : inner;
    }
}
