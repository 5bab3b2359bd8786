using System.Globalization;

namespace DdRun.Benchmarks.Live;

/// <summary>A call while somebody watches it and its condition does not hold, while it is counted, and after it has been put back; in turns, in one process.</summary>
internal static class LiveCost
{
    private const int Rounds = 9;
    private const string Pattern = "DdRun.Benchmarks.Live.LiveChild.Add";

    private static readonly List<double> s_clock = [];

    public static void Run()
    {
        if (LookedInto.Home() is not { } home)
            return;
        List<double> plain = [], watched = [], monitored = [], flooded = [], after = [];
        long watchedBytes = 0, monitoredBytes = 0, floodedBytes = 0;
        using (var never = new LookedInto(LiveChild.Calls))
        using (var looked = new LookedInto(LiveChild.Calls))
        {
            looked.Open(home);
            for (var round = 0; round < Rounds; round++)
            {
                plain.Add(Measure(never, out _));
                looked.Observe("watch", Pattern, ",\"if\":\"number < 0 && name != null\"");
                watched.Add(Measure(looked, out watchedBytes));
                looked.Stop();
                looked.Observe("monitor", Pattern, ",\"intervalMs\":3600000");
                monitored.Add(Measure(looked, out monitoredBytes));
                looked.Stop();
                // Each call is one to show, and a thousand a second are.
                looked.Observe("watch", Pattern, ",\"perSecond\":1000");
                flooded.Add(Measure(looked, out floodedBytes));
                looked.Stop();
                after.Add(Measure(looked, out _));
            }
        }
        var call = Median(plain);
        // The machine may be busy otherwise: this says how fast it is at the moment.
        Print("reading the system's clock", Median(s_clock), "");
        Print("a call, never looked into", call, "");
        Print("watched, the condition does not hold", Median(watched) - call, string.Create(CultureInfo.InvariantCulture, $"more, {watchedBytes} bytes; at most 100"));
        Print("monitored", Median(monitored) - call, string.Create(CultureInfo.InvariantCulture, $"more, {monitoredBytes} bytes; at most 60 and 0 bytes"));
        Print("watched, far more calls than are shown", Median(flooded) - call, string.Create(CultureInfo.InvariantCulture, $"more, {floodedBytes} bytes"));
        Print("put back", Median(after) - call, string.Create(CultureInfo.InvariantCulture, $"more, {Median(after) / call:0.00} times"));
        FirstEvent.Run(home);
        AfterDetach.Run(home);
    }

    private static double Measure(LookedInto process, out long bytes)
    {
        var words = process.Ask("measure").Split(' ');
        bytes = long.Parse(words[1], CultureInfo.InvariantCulture);
        s_clock.Add(double.Parse(words[2], CultureInfo.InvariantCulture));
        return double.Parse(words[0], CultureInfo.InvariantCulture);
    }

    private static void Print(string name, double value, string note) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-44}{value,9:0.0} ns   {note}"));

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
