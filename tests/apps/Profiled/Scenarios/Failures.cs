using DdRun.Instrumentation.Profiler;

namespace Profiled.Scenarios;

internal static class Failures
{
    const byte Nop = 0x00;

    /// <summary>Bodies that the runtime accepts and then cannot compile.</summary>
    public static void Broken(Weaver weaver)
    {
        (string Name, byte[] Prefix)[] bodies =
        [
            ("pop of nothing", [0x26]),
            ("unknown method", [0x28, 0xFF, 0xFF, 0xFF, 0x0A]),
            ("unknown instruction", [0xFE, 0xFF]),
        ];
        int method = Weaver.Token(typeof(Woven), nameof(Woven.Plain));
        foreach ((string name, byte[] prefix) in bodies)
        {
            weaver.Prefix(method, prefix);
            IReadOnlyList<ProfilerFailure> failures = new WeaveVerifier(weaver.Bridge).Verify(typeof(Woven).Module, [method]);
            Console.WriteLine($"{name}: {failures.Count} put back, {Woven.Plain(1)}");
        }
        weaver.Count(nameof(Hits.CountFirst), nameof(Woven.Plain));
        Console.WriteLine($"whole: {new WeaveVerifier(weaver.Bridge).Verify(typeof(Woven).Module, [method]).Count} put back, {Woven.Plain(1)} {Hits.First}");
    }

    /// <summary>The same, without compiling in advance.</summary>
    public static void Called(Weaver weaver)
    {
        var reported = new List<ProfilerFailure>();
        new WovenBodies(weaver.Bridge, reported.Add, Watch).Watch();
        int method = Weaver.Token(typeof(Woven), nameof(Woven.Plain));
        weaver.Prefix(method, [0x26]);
        try
        {
            Woven.Plain(1);
        }
        catch (InvalidProgramException)
        {
            Console.WriteLine($"first call: {reported.Count} reported, {reported[0].Method == method}");
        }
        Console.WriteLine($"second call: {Woven.Plain(1)}");

        weaver.Count(nameof(Hits.CountFirst), nameof(Woven.Plain), nameof(Woven.Other));
        Woven.Plain(Woven.Other(1));
        try
        {
            throw new InvalidProgramException();
        }
        catch (InvalidProgramException)
        {
            Console.WriteLine($"somebody else's: {reported.Count} reported");
        }
    }

    public static void Checked(Weaver weaver)
    {
        int method = Weaver.Token(typeof(Woven), nameof(Woven.Plain));
        weaver.Prefix(method, [0x26]);
        new WovenBodies(weaver.Bridge, failure => Console.WriteLine(ProfilerError.Describe(failure.Result)), Watch).Check(
            typeof(Woven).Module, [method], failures => Console.WriteLine($"whole: {failures.Count == 0}"));
        Console.WriteLine(Woven.Plain(1));
    }

    /// <summary>Too many to wait for.</summary>
    public static void Background(Weaver weaver)
    {
        int method = Weaver.Token(typeof(Woven), nameof(Woven.Plain)), other = Weaver.Token(typeof(Woven), nameof(Woven.Other));
        weaver.Prefix(method, [0x26]);
        var reported = new List<ProfilerFailure>();
        using var done = new ManualResetEventSlim();
        int caller = Environment.CurrentManagedThreadId;
        int[] methods = [.. Enumerable.Repeat(other, WovenBodies.MostInAdvance), method];
        new WovenBodies(weaver.Bridge, reported.Add, Watch).Check(typeof(Woven).Module, methods, failures =>
        {
            Console.WriteLine($"whole: {failures.Count == 0}, {reported.Count} reported, in the background: {Environment.CurrentManagedThreadId != caller}");
            done.Set();
        });
        done.Wait(TimeSpan.FromMinutes(1));
        Console.WriteLine(Woven.Plain(1));
    }

    public static void Initialised(Weaver weaver)
    {
        int method = Weaver.Token(typeof(Profiled.Initialised), nameof(Profiled.Initialised.Read));
        weaver.Prefix(method, [Nop]);
        Console.WriteLine($"{WeaveVerifier.CanVerify(typeof(Woven).Module)} {new WeaveVerifier(weaver.Bridge).Verify(typeof(Woven).Module, [method]).Count}");
        Console.WriteLine("called");
        Console.WriteLine(Profiled.Initialised.Read());
    }

    public static void Malformed(Weaver weaver)
    {
        var plan = new PlanBuilder();
        plan.Method(Weaver.Token(typeof(Woven), nameof(Woven.Plain)), [0x0A, 0x2A]);
        byte[] bytes = plan.Build(typeof(Woven).Module.ModuleVersionId);
        Console.WriteLine(ProfilerError.Describe(weaver.Bridge.Weave(typeof(Woven).Module, bytes, 1).Result));
        Console.WriteLine(ProfilerError.Describe(weaver.Bridge.Weave(typeof(Woven).Module, bytes.AsSpan(0, 20), 1).Result));
        Console.WriteLine(Woven.Plain(1));
    }

    static void Watch(Action<Exception> listener) => AppDomain.CurrentDomain.FirstChanceException += (_, thrown) => listener(thrown.Exception);
}
