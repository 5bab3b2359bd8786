using System.Diagnostics;
using System.Globalization;

namespace DdRun.Benchmarks.Live;

/// <summary>How long somebody waits who types <c>dd-run watch</c>: from there to the first call that is shown, of a method that is called each millisecond.</summary>
internal static class FirstEvent
{
    private const int Rounds = 20;

    public static void Run(string home)
    {
        var launcher = Path.GetFullPath(Path.Combine(home, "..", "bin", "dd-run"));
        if (!File.Exists(launcher))
        {
            Console.WriteLine("  no artifacts/bin/dd-run: the time to the first event is not measured");
            return;
        }
        List<double> untouched = [], again = [], started = [], startedAgain = [];
        for (var round = 0; round < Rounds; round++)
        {
            Measure(launcher, null, untouched, again);
            Measure(launcher, launcher, started, startedAgain);
        }
        Print("to the first event, never touched before", untouched, "; at most 400");
        Print("  once more", again, "");
        Print("to the first event, started with dd-run", started, "; at most 60");
        Print("  once more", startedAgain, "");
    }

    private static void Measure(string launcher, string? startedBy, List<double> first, List<double> again)
    {
        using var process = new LookedInto(LiveChild.Ticks, startedBy);
        first.Add(Watch(launcher, process.Id));
        again.Add(Watch(launcher, process.Id));
    }

    // The first line says what was woven, the second is the first event's.
    private static double Watch(string launcher, int process)
    {
        var start = new ProcessStartInfo(launcher) { RedirectStandardOutput = true };
        foreach (var argument in (string[])["watch", "DdRun.Benchmarks.Live.LiveChild.Tick(*)", "-n", "1", "--pid", process.ToString(CultureInfo.InvariantCulture)])
            start.ArgumentList.Add(argument);
        var began = Stopwatch.GetTimestamp();
        using var watch = Process.Start(start)!;
        _ = watch.StandardOutput.ReadLine();
        if (watch.StandardOutput.ReadLine() is not { } line || !line.Contains("LiveChild.Tick(", StringComparison.Ordinal))
            throw new InvalidOperationException("nothing was shown");
        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        watch.WaitForExit();
        return took;
    }

    private static void Print(string name, List<double> times, string note)
    {
        times.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-44}{times[times.Count / 2],9:0.0} ms   the slowest {times[^1]:0.0}{note}"));
    }
}
