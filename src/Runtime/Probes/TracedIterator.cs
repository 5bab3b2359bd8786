using System.Collections;

namespace DdRun.Probes;

/// <summary>What compilers make of a method that yields: an enumerable that can be its own enumerator.</summary>
internal sealed class TracedIterator<T>(IEnumerable<T> inner, IEnumerator<T> self, IterationSpan iteration) : TracedEnumerator<T>(self, iteration), IEnumerable<T>
{
    public static IEnumerable<T> Wrap(IEnumerable<T> inner, IterationSpan iteration) =>
        inner is IEnumerator<T> self ? new TracedIterator<T>(inner, self, iteration) : new TracedEnumerable<T>(inner, iteration);

    public IEnumerator<T> GetEnumerator()
    {
        var enumerator = inner.GetEnumerator();
        var next = Iteration.Next();
        if (!ReferenceEquals(enumerator, inner))
            return enumerator is IEnumerable<T> another ? new TracedIterator<T>(another, enumerator, next) : new TracedEnumerator<T>(enumerator, next);
        Iteration = next;
        return this;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
