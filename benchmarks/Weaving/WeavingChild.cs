using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using DdRun.Instrumentation.Caching;
using DdRun.Instrumentation.Manifests;
using DdRun.Instrumentation.Matching;
using DdRun.Instrumentation.Metadata;
using DdRun.Instrumentation.Plans;
using DdRun.Instrumentation.Weaving;
using Mono.Cecil;

namespace DdRun.Benchmarks.Weaving;

/// <summary>One measurement in a process of its own.</summary>
internal static class WeavingChild
{
    public const string Argument = "weaving-child";

    private const int Calls = 200_000_000;

    public static int Run(string what)
    {
        // What the product runs is precompiled, and so is the Cecil that it is compared with.
        if (Environment.GetEnvironmentVariable(WeavingSpeed.Product) is { Length: > 0 } folder && !ProductContext.IsIn)
            return new ProductContext(folder).Run(what);
        var value = what switch
        {
            "read" => Time(Read),
            "weave" => Time(() => Weave()),
            "cached" => Cached(),
            _ when what.StartsWith(WeavingScale.Measurement, StringComparison.Ordinal) => Scale(what[WeavingScale.Measurement.Length..]),
            _ => Call(),
        };
        Console.WriteLine(value.ToString(CultureInfo.InvariantCulture));
        return 0;
    }

    private static string Library => Path.Combine(AppContext.BaseDirectory, "Newtonsoft.Json.dll");

    private static double Time(Action work)
    {
        var watch = Stopwatch.StartNew();
        work();
        return watch.Elapsed.TotalMilliseconds;
    }

    private static void Read()
    {
        using var module = ModuleDefinition.ReadModule(new MemoryStream(File.ReadAllBytes(Library)), new ReaderParameters(ReadingMode.Deferred));
        var count = 0;
        foreach (var type in module.GetTypes())
        {
            foreach (var method in type.Methods)
            {
                if (method.HasBody)
                    count += method.Body.Instructions.Count;
            }
        }
        if (count == 0)
            throw new InvalidOperationException("nothing was read");
    }

    private static WovenModule Weave()
    {
        var problems = new List<ManifestProblem>();
        var rules = ManifestReader.Read("all", """{ "instrument": [ { "method": "**.**", "assembly": "Newtonsoft.Json" } ] }""", problems);
        using var source = ModuleSource.Of(Library)!;
        using var assemblies = new CecilAssemblies(_ => null);
        return ModuleWeaver.Weave(source, ModuleMatcher.Find(source, rules, null), watchesUsing: false, assemblies)!;
    }

    // Microseconds of processor time a method: matched, planned, written for the cache and read again. As many methods whatever the size of the library,
    // and everything kept: the heap is the same.
    private static double Scale(string library)
    {
        var rules = ManifestReader.Read("all", """{ "instrument": [ { "method": "**.**" } ] }""", []);
        var kept = new List<WovenModule> { Plan(library, rules) };
        var before = Environment.CpuUsage.TotalTime;
        for (var methods = 0; methods < WeavingScale.MostMethods; methods += kept[0].Reports.Length)
            kept.Add(Plan(library, rules));
        var time = Environment.CpuUsage.TotalTime - before;
        GC.KeepAlive(kept);
        return time.TotalMicroseconds / WeavingScale.MostMethods;
    }

    private static WovenModule Plan(string library, IReadOnlyList<Rule> rules)
    {
        using var source = ModuleSource.Of(library)!;
        using var assemblies = new CecilAssemblies(_ => null);
        var woven = ModuleWeaver.Weave(source, ModuleMatcher.Find(source, rules, null), watchesUsing: false, assemblies)!;
        return WovenModuleCodec.Read(WovenModuleCodec.Write(woven)) ?? throw new InvalidOperationException("what was written is not what is read");
    }

    private static double Cached()
    {
        var folder = Directory.CreateTempSubdirectory("dd-run-bench").FullName;
        try
        {
            var key = new CacheKey(Guid.NewGuid(), 1, "benchmark");
            PlanCache.Open(folder)!.Write(key, WovenModuleCodec.Write(Weave()));
            return Time(() =>
            {
                if (!PlanCache.Open(folder)!.TryRead(key, out var bytes) || WovenModuleCodec.Read(bytes) is not { Tokens.Length: > 3_000 })
                    throw new InvalidOperationException("the cache has no such plan");
            });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Call()
    {
        Tracer.Configure(options => options.Enabled = false);
        var best = double.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            var start = Stopwatch.GetTimestamp();
            Loop(Calls / 5);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds / (Calls / 5));
        }
        return best;
    }

    private static void Loop(int count)
    {
        for (var i = 0; i < count; i++)
            Nothing();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Nothing()
    {
    }
}
