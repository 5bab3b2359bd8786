using System.Runtime.CompilerServices;
using DdRun.Configuration;
using DdRun.Hosting;

namespace DdRun.Instrumentation.Startup;

/// <summary>Apart, so that the metrics' types are loaded only where they are wanted.</summary>
internal static class MetricsStart
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Run() => RuntimeMetrics.Enable();

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void RunMeters() => MeterMetrics.StartIfWanted(Settings.Current);
}
