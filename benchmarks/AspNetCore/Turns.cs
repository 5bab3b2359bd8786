namespace DdRun.Benchmarks.AspNetCore;

/// <summary>Short turns of several processes, so that all meet the same moods of the machine.</summary>
internal static class Turns
{
    /// <summary>What each of them measured, in the order in which they were given.</summary>
    public static async Task<List<T>[]> Take<T>(int turns, params IReadOnlyList<Func<Task<T>>> contenders)
    {
        var measured = contenders.Select(_ => new List<T>()).ToArray();
        for (var turn = 0; turn < turns; turn++)
        {
            for (var i = 0; i < contenders.Count; i++)
            {
                // Whoever is first in one turn is last in the next.
                var next = turn % 2 == 0 ? i : contenders.Count - 1 - i;
                measured[next].Add(await contenders[next]());
            }
        }
        return measured;
    }
}
