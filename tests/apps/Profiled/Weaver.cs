using System.Reflection;
using DdRun.Instrumentation.Profiler;

namespace Profiled;

/// <summary>Puts calls to <see cref="Hits"/> in front of methods.</summary>
internal sealed class Weaver(ProfilerBridge bridge)
{
    const byte Call = 0x28;
    const byte LoadString = 0x72;

    public ProfilerBridge Bridge => bridge;

    public static int Token(Type type, string method) =>
        type.GetMethod(method, BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance)!.MetadataToken;

    /// <summary>Whether plans are left with the profiler, for methods that are still to be compiled.</summary>
    public bool Keeps { get; set; }

    public WeaveResult Count(Module module, string counter, params int[] methods)
    {
        var plan = new PlanBuilder();
        uint hits = HitsType(plan);
        uint count = plan.Member(hits, counter, [0x00, 0x00, 0x01]);
        uint say = plan.Member(hits, nameof(Hits.Say), [0x00, 0x01, 0x01, 0x0E]);
        uint text = plan.String("hellö");
        foreach (int method in methods)
        {
            byte[] prefix = [Call, 0, 0, 0, 0, LoadString, 0, 0, 0, 0, Call, 0, 0, 0, 0];
            plan.Method(method, Prefixed(module, method, prefix), (23, say), (13, count), (18, text));
        }
        return CarryOut(module, plan);
    }

    public WeaveResult Count(string counter, params string[] methods) =>
        Count(typeof(Woven).Module, counter, Array.ConvertAll(methods, method => Token(typeof(Woven), method)));

    /// <summary>The same for generic methods of types and methods of generic types, in one plan.</summary>
    public WeaveResult SeeBoth(int[] methods, int[] ofTypes)
    {
        Module module = typeof(Woven).Module;
        var plan = new PlanBuilder();
        uint see = plan.Member(HitsType(plan), nameof(Hits.See), [0x10, 0x01, 0x00, 0x01]);
        uint method = plan.Instantiation(see, [0x0A, 0x01, 0x1E, 0x00]), type = plan.Instantiation(see, [0x0A, 0x01, 0x13, 0x00]);
        foreach (int one in methods)
            plan.Method(one, Prefixed(module, one, [Call, 0, 0, 0, 0]), (13, method));
        foreach (int one in ofTypes)
            plan.Method(one, Prefixed(module, one, [Call, 0, 0, 0, 0]), (13, type));
        return CarryOut(module, plan);
    }

    /// <summary>Lets generic methods report their own argument: <paramref name="variable"/> is VAR (0x13) or MVAR (0x1E).</summary>
    public WeaveResult See(byte variable, params int[] methods)
    {
        Module module = typeof(Woven).Module;
        var plan = new PlanBuilder();
        uint see = plan.Member(HitsType(plan), nameof(Hits.See), [0x10, 0x01, 0x00, 0x01]);
        uint instantiation = plan.Instantiation(see, [0x0A, 0x01, variable, 0x00]);
        foreach (int method in methods)
            plan.Method(method, Prefixed(module, method, [Call, 0, 0, 0, 0]), (13, instantiation));
        return CarryOut(module, plan);
    }

    public WeaveResult Prefix(int method, byte[] prefix)
    {
        Module module = typeof(Woven).Module;
        var plan = new PlanBuilder();
        plan.Method(method, Prefixed(module, method, prefix));
        return CarryOut(module, plan);
    }

    public WeaveResult CarryOut(Module module, PlanBuilder plan)
    {
        byte[] bytes = plan.Build(module.ModuleVersionId);
        return Keeps ? new(bridge.Keep(module, bytes, plan.MethodCount), new int[plan.MethodCount]) : bridge.Weave(module, bytes, plan.MethodCount);
    }

    byte[] Prefixed(Module module, int method, byte[] prefix) => PlanBuilder.Prefixed(bridge.MethodBody(module, method), prefix);

    static uint HitsType(PlanBuilder plan) => plan.Type(plan.Assembly(typeof(Hits).Assembly.GetName()), typeof(Hits).FullName!);
}
