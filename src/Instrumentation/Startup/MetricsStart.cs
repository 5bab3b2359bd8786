using System.Runtime.CompilerServices;

namespace DdRun.Instrumentation.Startup;

/// <summary>Apart, so that the metrics' types are loaded only where they are wanted.</summary>
internal static class MetricsStart
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Run() => RuntimeMetrics.Enable();
}
