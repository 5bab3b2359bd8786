using System.Collections;

namespace DdRun.Probes;

internal sealed class TracedEnumerable<T>(IEnumerable<T> inner, IterationSpan iteration) : IEnumerable<T>
{
    public IEnumerator<T> GetEnumerator() => new TracedEnumerator<T>(inner.GetEnumerator(), iteration);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
