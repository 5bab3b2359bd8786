namespace DdRun.Benchmarks.AspNetCore;

/// <summary>Short turns of two processes, so that both meet the same moods of the machine.</summary>
internal static class Turns
{
    public static async Task<(List<T> Plain, List<T> Traced)> Take<T>(int turns, Func<Task<T>> plain, Func<Task<T>> traced)
    {
        var (without, with) = (new List<T>(), new List<T>());
        for (var turn = 0; turn < turns; turn++)
        {
            // Whoever is first in one turn is last in the next.
            if (turn % 2 == 0)
                without.Add(await plain());
            with.Add(await traced());
            if (turn % 2 == 1)
                without.Add(await plain());
        }
        return (without, with);
    }
}
