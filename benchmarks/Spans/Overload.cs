using DdRun.Tracing;

namespace DdRun.Benchmarks.Spans;

/// <summary>Spans of traces that are left out while more is made than can be sent: a root at most 80 ns, a child of one at most 15 ns and 0 B.</summary>
internal static class Overload
{
    private const int Rounds = 7, Count = 2_000_000;

    public static void Run()
    {
        var tracer = new TracerCore(BenchmarkSettings.Create(), new DiscardingWriter());
        var (roots, children) = (new List<double>(), new List<double>());
        long rootBytes = 0, childBytes = 0;
        for (var round = 0; round < Rounds; round++)
        {
            while (tracer.Shedding.Share > LoadShedding.LeastShare)
                tracer.Shedding.OnRefused(Environment.TickCount64);
            roots.Add(Time(() => Roots(tracer), out rootBytes));
            using var root = LeftOut(tracer);
            children.Add(Time(() => Children(tracer), out childBytes));
        }
        Print("root", roots, rootBytes, bar: 80);
        Print("child", children, childBytes, bar: 15);
    }

    private static void Print(string what, List<double> times, long bytes, double bar)
    {
        times.Sort();
        var median = times[Rounds / 2];
        Console.WriteLine($"  {what} that is left out: {median,5:0.0} ns, {bytes / Count} B   at most {bar} ns: {(median <= bar ? "met" : "missed")}");
    }

    private static double Time(Action work, out long bytes)
    {
        work();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var start = Environment.CpuUsage.TotalTime;
        work();
        var time = (Environment.CpuUsage.TotalTime - start).TotalNanoseconds / Count;
        bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        return time;
    }

    private static void Roots(TracerCore tracer)
    {
        for (var i = 0; i < Count; i++)
            tracer.Begin("root", null, null, null).Finish();
    }

    private static void Children(TracerCore tracer)
    {
        for (var i = 0; i < Count; i++)
            tracer.Begin("child", null, null, null).Finish();
    }

    private static Span LeftOut(TracerCore tracer)
    {
        while (true)
        {
            var root = tracer.Begin("root", null, null, null);
            if (root.IsLeftOut)
                return root;
            root.Finish();
        }
    }
}
