using System.Collections;

namespace DdRun.Probes.Live;

/// <summary>What an observed method returns in place of its iterator.</summary>
internal sealed class LiveEnumerable<T>(IEnumerable<T> items, LiveIteration iteration) : IEnumerable<T>
{
    public IEnumerator<T> GetEnumerator() => iteration.TryTake() ? new LiveEnumerator<T>(items.GetEnumerator(), iteration) : items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
