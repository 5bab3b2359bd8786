namespace DdRun.Probes.Live;

public static partial class LiveProbe
{
    /// <summary>Lets the call end with the iteration of what the method returns.</summary>
    public static IEnumerable<T> WrapEnumerableOf<T>(IEnumerable<T> iterator, ref LiveScope scope) =>
        Take(ref scope, iterator) is { } iteration ? new LiveEnumerable<T>(iterator, iteration) : iterator;

    /// <inheritdoc cref="WrapEnumerableOf"/>
    public static IAsyncEnumerable<T> WrapAsyncEnumerable<T>(IAsyncEnumerable<T> iterator, ref LiveScope scope) =>
        Take(ref scope, iterator) is { } iteration ? new LiveAsyncEnumerable<T>(iterator, iteration) : iterator;

    private static LiveIteration? Take(ref LiveScope scope, object? iterator)
    {
        if (scope.Site is not { } site || iterator is null)
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
        return new LiveIteration(site, scope.Call);
    }
}
