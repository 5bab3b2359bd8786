using System.Diagnostics;
using System.Text.Json;
using DdRun.Instrumentation.Profiler;

namespace Profiled.Scenarios;

/// <summary>Plans that the profiler keeps until their methods are compiled for the first time.</summary>
internal static class Kept
{
    const int Calls = 1000, Threads = 8;
    const long ManyTurns = 2_000_000;

    static bool s_stop;
    static long s_turns;

    public static void Inlined(Weaver weaver)
    {
        Keep(weaver, nameof(Woven.Inlined));
        Console.WriteLine($"{Woven.Loop(Calls)} calls, {Hits.First} hits, {Hits.Text}");
        Console.WriteLine(Say(Restore(weaver, nameof(Woven.Inlined))));
        Hits.Reset();
        Console.WriteLine($"{Woven.Loop(Calls)} calls, {Hits.First} hits, {Woven.Inliner(1)}");
    }

    public static void Generic(Weaver weaver)
    {
        weaver.Keeps = true;
        Console.WriteLine(Say(weaver.SeeBoth(
            [Weaver.Token(typeof(Woven), nameof(Woven.Same)), Weaver.Token(typeof(Woven), nameof(Woven.Smaller))],
            [Weaver.Token(typeof(Box<>), nameof(Box<int>.Same)), Weaver.Token(typeof(Box<>), nameof(Box<int>.StaticSame))])));
        Woven.Same("");
        Woven.Same(1);
        Woven.Smaller(1L, 2L);
        new Box<Version>().Same(new Version());
        Box<DateTime>.StaticSame(default);
        Console.WriteLine(string.Join(' ', Hits.Types.Select(type => type.Name)));
    }

    /// <summary>First calls of one method, and of instantiations of another, from many threads at the same time.</summary>
    public static void AtOnce(Weaver weaver)
    {
        Keep(weaver, nameof(Woven.Plain), nameof(Woven.Same), nameof(Woven.Inlined));
        using var barrier = new Barrier(Threads);
        Action[] calls = [() => Woven.Same(""), () => Woven.Same(1), () => Woven.Same(1L), () => Woven.Same(1.0)];
        var threads = Enumerable.Range(0, Threads).Select(number => new Thread(() =>
        {
            barrier.SignalAndWait();
            Woven.Plain(1);
            calls[number % calls.Length]();
            Woven.Loop(1);
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Console.WriteLine($"{Hits.First} hits of {3 * Threads}");
    }

    public static void Restore(Weaver weaver)
    {
        Keep(weaver, nameof(Woven.Plain), nameof(Woven.Other), nameof(Woven.Inliner));
        Woven.Plain(1);
        byte[] before = weaver.Bridge.MethodBody(typeof(Woven).Module, Weaver.Token(typeof(Woven), nameof(Woven.Inliner))).ToArray();
        Console.WriteLine(Say(Restore(weaver, nameof(Woven.Plain), nameof(Woven.Inliner))));
        Hits.Reset();
        Console.WriteLine($"{Woven.Plain(1)} {Woven.Inliner(1)} {Woven.Other(1)} {Hits.First}");
        Console.WriteLine(before.AsSpan().SequenceEqual(weaver.Bridge.MethodBody(typeof(Woven).Module, Weaver.Token(typeof(Woven), nameof(Woven.Inliner)))));
        Console.WriteLine(weaver.Bridge.MethodBody(typeof(Woven).Module, Weaver.Token(typeof(Woven), nameof(Woven.Other))).Length);
    }

    /// <summary>Woven otherwise later, before and after the first call, and put back; and what had inlined something of it.</summary>
    public static void Rewoven(Weaver weaver)
    {
        Keep(weaver, nameof(Woven.Plain), nameof(Woven.Other), nameof(Woven.Inliner));
        Woven.Plain(Woven.Inliner(1));
        weaver.Keeps = false;
        Console.WriteLine(Say(weaver.Count(nameof(Hits.CountSecond), nameof(Woven.Plain), nameof(Woven.Other))));
        Hits.Reset();
        Console.WriteLine($"{Woven.Plain(1)} {Woven.Other(1)}: {Hits.First} + {Hits.Second}");
        Console.WriteLine(Say(Restore(weaver, nameof(Woven.Plain), nameof(Woven.Other))));
        Hits.Reset();
        Console.WriteLine($"{Woven.Plain(1)} {Woven.Other(1)}: {Hits.First} + {Hits.Second}");
        Console.WriteLine(Say(weaver.Count(nameof(Hits.CountSecond), nameof(Woven.Inlined))));
        Hits.Reset();
        Console.WriteLine($"{Woven.Inliner(1)}: {Hits.First} + {Hits.Second}");
        Console.WriteLine(Say(Restore(weaver, nameof(Woven.Inliner))));
        Hits.Reset();
        Console.WriteLine($"{Woven.Inliner(1)}: {Hits.First} + {Hits.Second}");
    }

    /// <summary>Put back in the middle of a call whose code the runtime has replaced.</summary>
    public static void Turning(Weaver weaver)
    {
        Keep(weaver, nameof(Woven.Turn));
        long turned = 0;
        var thread = new Thread(() => turned = Woven.Turn(ref s_stop, ref s_turns));
        thread.Start();
        Await(ManyTurns);
        Console.WriteLine($"{Say(Restore(weaver, nameof(Woven.Turn)))} {Hits.First}");
        Await(Volatile.Read(ref s_turns) + ManyTurns);
        Volatile.Write(ref s_stop, true);
        thread.Join();
        Console.WriteLine($"{turned == s_turns} {Woven.Turn(ref s_stop, ref s_turns)} {Hits.First}");

        static void Await(long turns)
        {
            var wait = new SpinWait();
            while (Volatile.Read(ref s_turns) < turns)
                wait.SpinOnce();
        }
    }

    public static void Broken(Weaver weaver)
    {
        var reported = new List<ProfilerFailure>();
        var bodies = new WovenBodies(weaver.Bridge, reported.Add, listener => AppDomain.CurrentDomain.FirstChanceException += (_, thrown) => listener(thrown.Exception));
        bodies.Watch();
        var plan = new PlanBuilder();
        int[] methods = [Weaver.Token(typeof(Woven), nameof(Woven.Plain)), Weaver.Token(typeof(Woven), nameof(Woven.Other))];
        foreach (int method in methods)
            plan.Method(method, PlanBuilder.Prefixed(weaver.Bridge.MethodBody(typeof(Woven).Module, method), [0x26]));
        weaver.Keeps = true;
        Console.WriteLine(Say(weaver.CarryOut(typeof(Woven).Module, plan)));
        try
        {
            Woven.Plain(1);
        }
        catch (InvalidProgramException)
        {
            Console.WriteLine($"first call: {reported.Count} reported, {reported[0].IsOurs}");
        }
        Console.WriteLine($"second call: {Woven.Plain(1)}");
        Console.WriteLine($"in advance: {new WeaveVerifier(weaver.Bridge).Verify(typeof(Woven).Module, methods).Count} put back, {Woven.Plain(1)} {Woven.Other(1)}");
    }

    /// <summary>Two methods, of which one is woven, throw in the same line of theirs; and so they do when it is put back.</summary>
    public static void Lines(Weaver weaver)
    {
        byte[] prefix = new byte[16];
        int method = Weaver.Token(typeof(Woven), nameof(Woven.Divide));
        var plan = new PlanBuilder();
        plan.MovedMethod(method, PlanBuilder.Prefixed(weaver.Bridge.MethodBody(typeof(Woven).Module, method), prefix), prefix.Length);
        weaver.Keeps = true;
        Console.WriteLine(Say(weaver.CarryOut(typeof(Woven).Module, plan)));
        int plain = Offset(Woven.DivideToo);
        Console.WriteLine($"{plain > 0} {Offset(Woven.Divide) - plain}");
        Console.WriteLine($"{Say(Restore(weaver, nameof(Woven.Divide)))} {Offset(Woven.Divide) - plain}");

        static int Offset(Func<int, int, int> divide)
        {
            try
            {
                return divide(1, 0);
            }
            catch (DivideByZeroException e)
            {
                return new StackTrace(e).GetFrame(0)!.GetILOffset();
            }
        }
    }

    public static void Refused(Weaver weaver)
    {
        Keep(weaver, nameof(Woven.Plain));
        Keep(weaver, nameof(Woven.Other));
        Console.WriteLine(Say(weaver.CarryOut(typeof(JsonSerializer).Module, new PlanBuilder())));
        Console.WriteLine($"{Woven.Plain(1)} {Woven.Other(1)} {Hits.First}");
    }

    static void Keep(Weaver weaver, params string[] methods)
    {
        weaver.Keeps = true;
        WeaveResult result = weaver.Count(nameof(Hits.CountFirst), methods);
        Console.WriteLine(result.Succeeded ? "kept" : Say(result));
    }

    static WeaveResult Restore(Weaver weaver, params string[] methods) =>
        weaver.Bridge.Restore(typeof(Woven).Module, Array.ConvertAll(methods, method => Weaver.Token(typeof(Woven), method)));

    static string Say(WeaveResult result) =>
        result.Succeeded && Array.TrueForAll(result.Methods, method => method == 0) ? "done" : ProfilerError.Describe(result.Result);
}
