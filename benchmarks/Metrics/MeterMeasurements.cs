using System.Diagnostics.Metrics;
using DdRun.Metrics.Meters;

namespace DdRun.Benchmarks.Metrics;

/// <summary>A measurement on a known set of three tags, against one to which nobody listens.</summary>
internal static class MeterMeasurements
{
    private const int Calls = 5_000_000, Rounds = 7;

    public static void Run()
    {
        using var meter = new Meter("Heard");
        using var unheard = new Meter("Unheard");
        using var collector = new MeterCollector(name => name == meter.Name);
        var (counter, silent, histogram) = (meter.CreateCounter<long>("c"), unheard.CreateCounter<long>("c"), meter.CreateHistogram<double>("h", "s"));
        object status = 200;
        var nothing = Measure(() => silent.Add(1, new("method", "GET"), new("status", status), new("route", "/dish")));
        Report("counter", Measure(() => counter.Add(1, new("method", "GET"), new("status", status), new("route", "/dish"))), nothing);
        Report("histogram", Measure(() => histogram.Record(0.03, new("method", "GET"), new("status", status), new("route", "/dish"))), nothing);
    }

    private static void Report(string what, (double Nanoseconds, double Bytes) cost, (double Nanoseconds, double) nothing) =>
        Console.WriteLine($"  {what,-12}{cost.Nanoseconds - nothing.Nanoseconds,8:0.0} ns{cost.Bytes,6:0} B");

    private static (double Nanoseconds, double Bytes) Measure(Action call)
    {
        var rounds = new List<(double, double)>();
        for (var round = 0; round < Rounds; round++)
        {
            var (bytes, start) = (GC.GetAllocatedBytesForCurrentThread(), Environment.CpuUsage.TotalTime);
            for (var i = 0; i < Calls; i++)
                call();
            rounds.Add(((Environment.CpuUsage.TotalTime - start).TotalNanoseconds / Calls, (double)(GC.GetAllocatedBytesForCurrentThread() - bytes) / Calls));
        }
        return rounds.Order().ElementAt(Rounds / 2);
    }
}
