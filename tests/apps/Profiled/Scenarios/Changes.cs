using DdRun.Instrumentation.Profiler;

namespace Profiled.Scenarios;

internal static class Changes
{
    const int Calls = 100_000;

    public static void Inlined(Weaver weaver)
    {
        Woven.Loop(Calls);
        Say(weaver.Count(nameof(Hits.CountFirst), nameof(Woven.Inlined)));
        Console.WriteLine($"{Woven.Loop(Calls)} calls, {Hits.First} hits, {Hits.Text}");
    }

    public static void Inliner(Weaver weaver)
    {
        Say(weaver.Count(nameof(Hits.CountFirst), nameof(Woven.Inliner)));
        Woven.Inliner(1);
        Say(weaver.Count(nameof(Hits.CountSecond), nameof(Woven.Inlined)));
        Hits.Reset();
        Console.WriteLine($"{Woven.Inliner(1)}: {Hits.First} + {Hits.Second}");
    }

    public static void Generic(Weaver weaver)
    {
        Woven.Same("");
        Say(weaver.See(0x1E, Weaver.Token(typeof(Woven), nameof(Woven.Same)), Weaver.Token(typeof(Woven), nameof(Woven.Smaller))));
        Say(weaver.See(0x13, Weaver.Token(typeof(Box<>), nameof(Box<int>.Same)), Weaver.Token(typeof(Box<>), nameof(Box<int>.StaticSame))));
        Woven.Same("");
        Woven.Same(1);
        Woven.Smaller(1L, 2L);
        new Box<Version>().Same(new Version());
        Box<DateTime>.StaticSame(default);
        Console.WriteLine(string.Join(' ', Hits.Types.Select(type => type.Name)));
    }

    public static void Twice(Weaver weaver)
    {
        Say(weaver.Count(nameof(Hits.CountFirst), nameof(Woven.Plain)));
        Say(weaver.Count(nameof(Hits.CountSecond), nameof(Woven.Plain)));
        Woven.Plain(1);
        Console.WriteLine($"{Hits.First} + {Hits.Second}");
        Say(weaver.Count(nameof(Hits.CountFirst), nameof(Woven.Plain)));
        Woven.Plain(1);
        Console.WriteLine($"{Hits.First} + {Hits.Second}");
    }

    public static void Restore(Weaver weaver)
    {
        weaver.Count(nameof(Hits.CountFirst), nameof(Woven.Plain), nameof(Woven.Other));
        Woven.Plain(1);
        Say(weaver.Bridge.Restore(typeof(Woven).Module, [Weaver.Token(typeof(Woven), nameof(Woven.Plain))]));
        Hits.Reset();
        Console.WriteLine($"{Woven.Plain(1)} {Woven.Other(1)} {Hits.First}");
    }

    public static void Concurrent(Weaver weaver)
    {
        using var stop = new CancellationTokenSource();
        var caller = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
                Woven.Plain(Woven.Other(Woven.Inliner(1)));
        });
        caller.Start();
        int refused = 0;
        Parallel.For(0, 4, _ =>
        {
            for (int i = 0; i < 25; i++)
                if (weaver.Count(i % 2 == 0 ? nameof(Hits.CountFirst) : nameof(Hits.CountSecond), nameof(Woven.Plain), nameof(Woven.Other), nameof(Woven.Inliner)) is not { Succeeded: true })
                    Interlocked.Increment(ref refused);
        });
        stop.Cancel();
        caller.Join();
        weaver.Count(nameof(Hits.CountFirst), nameof(Woven.Plain));
        Hits.Reset();
        Console.WriteLine($"{refused} refused, {Woven.Plain(1)} {Hits.First}");
    }

    /// <summary>Leaves while other threads weave and call what they weave.</summary>
    public static void Exit(Weaver weaver)
    {
        using var begun = new ManualResetEventSlim();
        int weaves = 0;
        for (int i = 0; i < 4; i++)
        {
            new Thread(() =>
            {
                for (;;)
                {
                    weaver.Count(nameof(Hits.CountFirst), nameof(Woven.Plain), nameof(Woven.Other));
                    Woven.Plain(Woven.Other(1));
                    if (Interlocked.Increment(ref weaves) == 40)
                        begun.Set();
                }
            }) { IsBackground = true }.Start();
        }
        begun.Wait();
        Console.WriteLine("leaving");
        Environment.Exit(0);
    }

    static void Say(WeaveResult result) =>
        Console.WriteLine(result.Succeeded && Array.TrueForAll(result.Methods, method => method == 0) ? "woven" : ProfilerError.Describe(result.Result));
}
