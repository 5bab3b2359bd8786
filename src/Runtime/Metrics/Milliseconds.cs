using System.Runtime.CompilerServices;
using DdRun.Jit;

namespace DdRun.Metrics;

internal static class Milliseconds
{
    /// <summary>Read from its one field: the JIT would compile <see cref="TimeSpan.TotalMilliseconds"/> anew, as often as reports need it.</summary>
    [MethodImpl(Compile.Once)]
    public static unsafe double Of(TimeSpan time) => *(long*)&time / (double)TimeSpan.TicksPerMillisecond;
}
