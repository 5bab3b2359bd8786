namespace DdRun.Probes;

internal sealed class TracedAsyncEnumerable<T>(IAsyncEnumerable<T> inner, int site, ProbeState state) : IAsyncEnumerable<T>
{
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new TracedAsyncEnumerator<T>(inner.GetAsyncEnumerator(cancellationToken), site, state);
}
