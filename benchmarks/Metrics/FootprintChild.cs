using System.Globalization;

namespace DdRun.Benchmarks.Metrics;

/// <summary>The process that <see cref="Footprint"/> measures.</summary>
internal static class FootprintChild
{
    /// <summary>Between two reports; the first ones do not have to come faster than the JIT works.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    public static int Run(string[] arguments)
    {
        var (app, mode, reports, url) = (arguments[1], arguments[2], int.Parse(arguments[3], CultureInfo.InvariantCulture), arguments[4]);
        if (mode == "on")
            RuntimeMetrics.Enable(url, Interval);
        for (var i = 0; i < reports; i++)
        {
            if (app == "tracing")
                Trace();
            if (app == "working")
                Work(i);
            Thread.Sleep(Interval);
        }
        // The JIT waits for quiet before it compiles anew.
        if (reports > 0)
            Thread.Sleep(500);
        Console.Write(reports > 0 ? $"{Kilobytes("VmRSS:")} {Kilobytes("RssAnon:") + Kilobytes("RssShmem:")}" : "end\n");
        return 0;
    }

    private static void Trace()
    {
        for (var i = 0; i < 10; i++)
        {
            using var span = Tracer.Trace("work");
            span.SetTag("number", i);
        }
    }

    // As little as any program does that is not asleep: texts, numbers, a list, a lookup, a task.
    private static void Work(int round)
    {
        var stock = new Dictionary<string, List<int>>();
        for (var i = 0; i < 50; i++)
        {
            var kind = $"kind {i % 7}".ToUpperInvariant();
            if (!stock.TryGetValue(kind, out var amounts))
                stock.Add(kind, amounts = []);
            amounts.Add(int.Parse($"{round},{i}".Split(',')[1], CultureInfo.InvariantCulture));
        }
        Task.Run(() => stock.Values.Sum(amounts => amounts.Count)).Wait();
    }

    private static long Kilobytes(string key) =>
        long.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith(key, StringComparison.Ordinal)).Split(' ', '\t', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
}
