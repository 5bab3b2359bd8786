using System.Reflection;
using System.Runtime.Loader;
using System.Text.Json;
using DdRun.Instrumentation.Profiler;

namespace Profiled.Scenarios;

internal static class Modules
{
    /// <summary>Every method of a precompiled module of the framework, from its own bodies.</summary>
    public static void Framework(Weaver weaver)
    {
        Module module = typeof(JsonSerializer).Module;
        var plan = new PlanBuilder();
        foreach (Type type in module.GetTypes())
        foreach (MethodBase method in type.GetMembers(BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance).OfType<MethodBase>())
            if (weaver.Bridge.MethodBody(module, method.MetadataToken) is { IsEmpty: false } body)
                plan.Method(method.MetadataToken, body.ToArray());
        WeaveResult result = weaver.Bridge.Weave(module, plan.Build(module.ModuleVersionId), plan.MethodCount);
        Console.WriteLine($"{(plan.MethodCount > 3000 ? "thousands" : plan.MethodCount)}: {result.Result}, {result.Methods.Count(method => method != 0)} refused");
        Console.WriteLine(JsonSerializer.Serialize(new { Name = "Reuben", Layers = new[] { 1, 2 } }));
    }

    public static void FromBytes(Weaver weaver)
    {
        byte[] bytes = File.ReadAllBytes(typeof(Woven).Assembly.Location);
        Module module = Copy(isCollectible: false).ManifestModule;
        bool found = weaver.Bridge.TryGetModuleImage(module, out nint start, out int size, out bool isMapped);
        Console.WriteLine($"{found} {isMapped} {Same(bytes, start, size)}");
    }

    public static void Collectible(Weaver weaver)
    {
        Assembly copy = Copy(isCollectible: true);
        Type woven = copy.GetType(typeof(Woven).FullName!)!;
        WeaveResult result = weaver.Count(copy.ManifestModule, nameof(Hits.CountFirst), Weaver.Token(woven, nameof(Woven.Plain)));
        Console.WriteLine(ProfilerError.Describe(result.Result));
    }

    public static void AnotherBuild(Weaver weaver)
    {
        var plan = new PlanBuilder();
        Console.WriteLine(ProfilerError.Describe(weaver.Bridge.Weave(typeof(Woven).Module, plan.Build(Guid.Empty), 0).Result));
    }

    static Assembly Copy(bool isCollectible) =>
        new AssemblyLoadContext("copy", isCollectible).LoadFromStream(new MemoryStream(File.ReadAllBytes(typeof(Woven).Assembly.Location)));

    static unsafe bool Same(byte[] bytes, nint start, int size) => new ReadOnlySpan<byte>((void*)start, size).SequenceEqual(bytes);
}
