using System.Collections;

namespace DdRun.Probes;

public static partial class Probe
{
    /// <summary>Lets a span cover each iteration of what a compiler-made iterator returns.</summary>
    public static IEnumerable WrapEnumerable(IEnumerable iterator, ref ProbeScope scope) =>
        Take(ref scope) is { } state && iterator is IEnumerable<object> typed ? TracedIterator<object>.Wrap(typed, new(scope.Site, state)) : iterator;

    /// <summary>Lets a span cover the iteration of what a compiler-made iterator returns.</summary>
    public static IEnumerator WrapEnumerator(IEnumerator iterator, ref ProbeScope scope) =>
        Take(ref scope) is { } state && iterator is IEnumerator<object> typed ? new TracedEnumerator<object>(typed, new(scope.Site, state)) : iterator;

    /// <inheritdoc cref="WrapEnumerable"/>
    public static IEnumerable<T> WrapEnumerableOf<T>(IEnumerable<T> iterator, ref ProbeScope scope) =>
        Take(ref scope) is { } state ? TracedIterator<T>.Wrap(iterator, new(scope.Site, state)) : iterator;

    /// <inheritdoc cref="WrapEnumerator"/>
    public static IEnumerator<T> WrapEnumeratorOf<T>(IEnumerator<T> iterator, ref ProbeScope scope) =>
        Take(ref scope) is { } state ? new TracedEnumerator<T>(iterator, new(scope.Site, state)) : iterator;

    /// <inheritdoc cref="WrapEnumerable"/>
    public static IAsyncEnumerable<T> WrapAsyncEnumerable<T>(IAsyncEnumerable<T> iterator, ref ProbeScope scope) =>
        Take(ref scope) is { } state ? TracedAsyncIterator<T>.Wrap(iterator, new(scope.Site, state)) : iterator;

    /// <inheritdoc cref="WrapEnumerator"/>
    public static IAsyncEnumerator<T> WrapAsyncEnumerator<T>(IAsyncEnumerator<T> iterator, ref ProbeScope scope) =>
        Take(ref scope) is { } state ? new TracedAsyncEnumerator<T>(iterator, new(scope.Site, state)) : iterator;

    private static ProbeState? Take(ref ProbeScope scope)
    {
        var state = scope.State;
        scope.State = null;
        return state;
    }
}
