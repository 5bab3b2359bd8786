using System.Runtime.CompilerServices;

namespace DdRun.Jit;

/// <summary>What the JIT should do with a method.</summary>
internal static class Compile
{
    /// <summary>
    /// Leave it as it is. For what runs every few seconds as long as the process lives: after thirty times, the JIT would compile it anew,
    /// twice, for nobody's gain, and keep up to 4 MiB of the target's memory for that.
    /// </summary>
    public const MethodImplOptions Once = MethodImplOptions.NoOptimization;
}
