using System.Runtime.CompilerServices;
using DdRun.Instrumentation.Assemblies;
using DdRun.Instrumentation.Caching;
using DdRun.Instrumentation.Manifests;
using DdRun.Instrumentation.Matching;
using DdRun.Instrumentation.Metadata;
using DdRun.Instrumentation.Plans;
using DdRun.Instrumentation.Weaving;

namespace DdRun.Instrumentation.InProcess;

/// <summary>Plans from the cache, or new ones that go there.</summary>
internal sealed class PlanSource(PlanCache? cache)
{
    private static readonly string s_planner = WovenModuleCodec.Version + " " + CacheKey.Hex(typeof(PlanSource).Module.ModuleVersionId);

    /// <summary>What is remembered of rules with nothing wrong in them.</summary>
    public RuleReach? TryGetReach(ulong rules) => cache is not null && cache.TryRead(Key(default, rules), out var bytes) ? RuleReach.Read(bytes) : null;

    public void Keep(ulong rules, RuleReach reach) => cache?.Write(Key(default, rules), reach.Write());

    /// <summary>The plan that is known already for a module, null when there is none.</summary>
    public WovenModule? TryGet(Guid module, ulong rules) =>
        cache is not null && cache.TryRead(Key(module, rules), out var bytes) && WovenModuleCodec.Read(bytes) is { } known && AssemblyVersions.AreCurrent(known.Dependencies) ? known : null;

    /// <summary>A new plan. Null when nothing is to be woven and nothing to be told.</summary>
    /// <param name="source">The module.</param>
    /// <param name="matches">What rules mean in it.</param>
    /// <param name="asked">Other assemblies that the matches depend on.</param>
    /// <param name="watchesUsing">Whether <c>using</c> statements of spans are to see exceptions.</param>
    public WovenModule? Make(ModuleSource source, ICollection<Match> matches, IEnumerable<string> asked, bool watchesUsing)
    {
        if (Plan(source, matches, watchesUsing) is not { } woven)
            return null;
        return cache is null ? woven : woven with { Dependencies = Versions(woven, asked) };
    }

    /// <summary>Keeps a plan for the next start.</summary>
    public void Keep(Guid module, ulong rules, WovenModule woven) => cache?.Write(Key(module, rules), WovenModuleCodec.Write(woven));

    /// <summary>Keeps what is to be told of a module in which nothing is woven.</summary>
    public void KeepNothing(Guid module, ulong rules, MissedRule[] missed, IEnumerable<string> asked)
    {
        if (cache is null)
            return;
        var nothing = new WovenModule([], [], [], [], []) { Check = PlanCheck.NotPossible, Missed = missed };
        Keep(module, rules, nothing with { Dependencies = Versions(nothing, asked) });
    }

    /// <summary>Drops a plan that has turned out not to work, so that the next start looks into it again.</summary>
    public void Forget(Guid module, ulong rules) => cache?.Remove(Key(module, rules));

    private static CacheKey Key(Guid module, ulong rules) => new(module, rules, s_planner);

    private static ModuleVersion[] Versions(WovenModule woven, IEnumerable<string> asked)
    {
        var versions = new List<ModuleVersion>();
        foreach (var (name, _) in woven.Dependencies)
            AssemblyVersions.Add(name, versions);
        foreach (var assembly in asked)
            AssemblyVersions.Add(assembly, versions);
        return [.. versions];
    }

    // Apart, so that what plans is loaded only when this runs.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WovenModule? Plan(ModuleSource source, ICollection<Match> matches, bool watchesUsing) =>
        ModuleWeaver.Weave(source, matches, watchesUsing, CecilAssemblies.OfProcess);
}
