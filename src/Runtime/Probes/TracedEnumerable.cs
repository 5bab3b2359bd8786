using System.Collections;

namespace DdRun.Probes;

internal sealed class TracedEnumerable<T>(IEnumerable<T> inner, int site, ProbeState state) : IEnumerable<T>
{
    public IEnumerator<T> GetEnumerator() => new TracedEnumerator<T>(inner.GetEnumerator(), site, state);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
