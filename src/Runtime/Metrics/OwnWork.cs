using System.Runtime.CompilerServices;
using DdRun.Diagnostics;

namespace DdRun.Metrics;

/// <summary>Marks the threads that do our work at this moment, so that it does not count as the target's.</summary>
internal static class OwnWork
{
    [ThreadStatic]
    private static int t_depth;

    public static bool IsCurrent => t_depth > 0;

    [MethodImpl(Compile.Once)]
    public static void Begin() => t_depth++;

    [MethodImpl(Compile.Once)]
    public static void End() => t_depth--;
}
