namespace DdRun.Metrics;

/// <summary>Marks the threads that do our work at this moment, so that it does not count as the target's.</summary>
internal static class OwnWork
{
    [ThreadStatic]
    private static int t_depth;

    public static bool IsCurrent => t_depth > 0;

    public static void Begin() => t_depth++;

    public static void End() => t_depth--;
}
