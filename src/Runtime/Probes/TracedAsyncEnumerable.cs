namespace DdRun.Probes;

internal sealed class TracedAsyncEnumerable<T>(IAsyncEnumerable<T> inner, IterationSpan iteration) : IAsyncEnumerable<T>
{
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new TracedAsyncEnumerator<T>(inner.GetAsyncEnumerator(cancellationToken), iteration);
}
