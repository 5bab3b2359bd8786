using System.Collections;

namespace DdRun.Probes.Live;

public static partial class LiveProbe
{
    /// <summary>Lets the call end with the iteration of what a compiler-made iterator returns.</summary>
    public static IEnumerable WrapEnumerable(IEnumerable iterator, ref LiveScope scope) =>
        iterator is IEnumerable<object> items && Take(ref scope, typeof(IEnumerable)) is { } iteration ? new LiveEnumerable<object>(items, iteration) : iterator;

    /// <inheritdoc cref="WrapEnumerable"/>
    public static IEnumerator WrapEnumerator(IEnumerator iterator, ref LiveScope scope) =>
        iterator is IEnumerator<object> items && Take(ref scope, typeof(IEnumerator)) is { } iteration ? new LiveEnumerator<object>(items, iteration) : iterator;

    /// <inheritdoc cref="WrapEnumerable"/>
    public static IEnumerable<T> WrapEnumerableOf<T>(IEnumerable<T> iterator, ref LiveScope scope) =>
        iterator is not null && Take(ref scope, typeof(IEnumerable<T>)) is { } iteration ? new LiveEnumerable<T>(iterator, iteration) : iterator!;

    /// <inheritdoc cref="WrapEnumerable"/>
    public static IEnumerator<T> WrapEnumeratorOf<T>(IEnumerator<T> iterator, ref LiveScope scope) =>
        iterator is not null && Take(ref scope, typeof(IEnumerator<T>)) is { } iteration ? new LiveEnumerator<T>(iterator, iteration) : iterator!;

    /// <inheritdoc cref="WrapEnumerable"/>
    public static IAsyncEnumerable<T> WrapAsyncEnumerable<T>(IAsyncEnumerable<T> iterator, ref LiveScope scope) =>
        iterator is not null && Take(ref scope, typeof(IAsyncEnumerable<T>)) is { } iteration ? new LiveAsyncEnumerable<T>(iterator, iteration) : iterator!;

    /// <inheritdoc cref="WrapEnumerable"/>
    public static IAsyncEnumerator<T> WrapAsyncEnumerator<T>(IAsyncEnumerator<T> iterator, ref LiveScope scope) =>
        iterator is not null && Take(ref scope, typeof(IAsyncEnumerator<T>)) is { } iteration ? new LiveAsyncEnumerator<T>(iterator, iteration) : iterator!;

    private static LiveIteration? Take(ref LiveScope scope, Type declared)
    {
        if (scope.Site is not { } site)
            return null;
        try
        {
            scope.Call?.Leave();
        }
        catch (Exception e)
        {
            Report(site, e);
        }
        scope.Site = null;
        return new LiveIteration(site, scope.Call, declared);
    }
}
