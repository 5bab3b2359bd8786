using System.Runtime.CompilerServices;
using DdRun.Jit;

namespace DdRun.Diagnostics;

/// <summary>
/// Marks the threads that do our work at this moment: what they run meanwhile does not count as the target's, and makes no spans, whatever rules
/// say of it.
/// </summary>
internal static class OwnWork
{
    private const int Capturing = 1, Level = 2;

    // One number for all, as every woven call looks at it.
    [ThreadStatic]
    private static int t_state;

    public static bool IsCurrent => t_state != 0;

    [MethodImpl(Compile.Once)]
    public static void Begin() => t_state += Level;

    [MethodImpl(Compile.Once)]
    public static void End() => t_state -= Level;

    /// <summary>Reading the target's values, until <see cref="EndCaptures"/>; does not nest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void BeginCaptures() => t_state |= Capturing;

    public static void EndCaptures() => t_state &= ~Capturing;
}
