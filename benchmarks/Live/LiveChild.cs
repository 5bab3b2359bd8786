using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Newtonsoft.Json.Linq;

namespace DdRun.Benchmarks.Live;

/// <summary>The process that is looked into: measures a call as it is at the moment, or works while everything it uses is woven and put back.</summary>
internal static class LiveChild
{
    public const string Argument = "live-child";
    public const string Calls = "calls", Work = "work", Ticks = "ticks";

    private const int Threads = 4, Batch = 5_000_000;
    private const string Document = """{ "name": "sandwich", "parts": [ { "kind": "rye", "count": 2 }, { "kind": "cheese", "count": 1.5 } ], "eaten": false, "at": null }""";

    public static int Run(string what)
    {
        Console.WriteLine("ready");
        return what switch
        {
            Calls => Measure(),
            Ticks => KeepTicking(),
            _ => KeepWorking(),
        };
    }

    private static int KeepTicking()
    {
        for (var number = 0; ; number++)
        {
            Tick(number, "name");
            Thread.Sleep(1);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string Tick(int number, string name) => number % 2 == 0 ? name : "odd";

    // Answers nanoseconds and bytes a call, and the nanoseconds of reading the system's clock.
    private static int Measure()
    {
        while (Console.ReadLine() is not null)
        {
            Loop(Batch / 10);
            var best = double.MaxValue;
            long bytes = 0;
            for (var round = 0; round < 4; round++)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                var start = Stopwatch.GetTimestamp();
                Loop(Batch);
                best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds / Batch);
                bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / Batch;
            }
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{best} {bytes} {ReadClock()}"));
        }
        return 0;
    }

    private static double ReadClock()
    {
        const int count = 1_000_000;
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
            Stopwatch.GetTimestamp();
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / count;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Loop(int count)
    {
        var sum = 0;
        for (var i = 0; i < count; i++)
            sum += Add(i, "name");
        return sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Add(int number, string name) => number + name.Length;

    // Answers, since the last time: work done, work that came out wrong, and the 50th, 99th and 99.9th percentile of one in microseconds.
    private static int KeepWorking()
    {
        var times = new ConcurrentBag<List<double>>();
        long wrong = 0;
        for (var i = 0; i < Threads; i++)
        {
            new Thread(() =>
            {
                var own = new List<double>();
                times.Add(own);
                while (true)
                {
                    var start = Stopwatch.GetTimestamp();
                    var isRight = false;
                    try
                    {
                        isRight = JToken.DeepEquals(JObject.Parse(JObject.Parse(Document).ToString()), JObject.Parse(Document));
                    }
                    catch (Exception)
                    {
                        // It is counted.
                    }
                    if (!isRight)
                        Interlocked.Increment(ref wrong);
                    lock (own)
                        own.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
                }
            })
            { IsBackground = true }.Start();
        }
        while (Console.ReadLine() is not null)
        {
            var all = new List<double>();
            foreach (var own in times)
            {
                lock (own)
                {
                    all.AddRange(own);
                    own.Clear();
                }
            }
            all.Sort();
            Console.WriteLine(all.Count == 0 ? "0 0 0 0 0" : string.Create(CultureInfo.InvariantCulture,
                $"{all.Count} {Interlocked.Exchange(ref wrong, 0)} {all[all.Count / 2]:F0} {all[(int)(all.Count * 0.99)]:F0} {all[(int)(all.Count * 0.999)]:F0}"));
        }
        return 0;
    }
}
