namespace DdRun.Probes;

/// <inheritdoc cref="TracedIterator{T}"/>
internal sealed class TracedAsyncIterator<T>(IAsyncEnumerable<T> inner, IAsyncEnumerator<T> self, IterationSpan iteration)
    : TracedAsyncEnumerator<T>(self, iteration), IAsyncEnumerable<T>
{
    public static IAsyncEnumerable<T> Wrap(IAsyncEnumerable<T> inner, IterationSpan iteration) =>
        inner is IAsyncEnumerator<T> self ? new TracedAsyncIterator<T>(inner, self, iteration) : new TracedAsyncEnumerable<T>(inner, iteration);

    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        var enumerator = inner.GetAsyncEnumerator(cancellationToken);
        var next = Iteration.Next();
        if (!ReferenceEquals(enumerator, inner))
            return enumerator is IAsyncEnumerable<T> another ? new TracedAsyncIterator<T>(another, enumerator, next) : new TracedAsyncEnumerator<T>(enumerator, next);
        Iteration = next;
        return this;
    }
}
