using System.Diagnostics;
using DdRun.Tracing;

namespace DdRun.Benchmarks.Spans;

/// <summary>Brings the tracer where a busy process has it after its first second: compiled for good, and by its final clock.</summary>
internal static class SteadyState
{
    public static void Reach(Action afterRound)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(2))
        {
            for (var i = 0; i < 10_000; i++)
                Tracer.Trace("operation").Dispose();
            afterRound();
        }
        Console.WriteLine(ProcessorClock.TryMeasure(out _) ? "  spans by the processor's clock" : "  spans by the system's clock");
    }
}
