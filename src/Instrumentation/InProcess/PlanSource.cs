using DdRun.Instrumentation.Assemblies;
using DdRun.Instrumentation.Caching;
using DdRun.Instrumentation.Manifests;
using DdRun.Instrumentation.Plans;

namespace DdRun.Instrumentation.InProcess;

/// <summary>Plans from the cache, or new ones that go there.</summary>
internal sealed class PlanSource(PlanCache? cache)
{
    private static readonly string s_planner = WovenModuleCodec.Version + " " + CacheKey.Hex(typeof(PlanSource).Module.ModuleVersionId);

    private readonly UnmatchedModules? _unmatched = cache is null ? null : new(cache, s_planner);

    /// <summary>What is remembered of rules with nothing wrong in them.</summary>
    public RuleReach? TryGetReach(ulong rules) => cache is not null && cache.TryRead(Key(default, rules), out var bytes) ? RuleReach.Read(bytes) : null;

    public void Keep(ulong rules, RuleReach reach) => cache?.Write(Key(default, rules), reach.Write());

    /// <summary>The plan that is known already for a module, null when there is none.</summary>
    public WovenModule? TryGet(Guid module, ulong rules) =>
        cache is not null && cache.TryRead(Key(module, rules), out var bytes) && WovenModuleCodec.Read(bytes) is { } known && AssemblyVersions.AreCurrent(known.Dependencies) ? known : null;

    /// <summary>The assemblies that a new plan depends on, as they are now.</summary>
    /// <param name="woven">The plan.</param>
    /// <param name="asked">Those that its matches depend on.</param>
    public static WovenModule WithVersions(WovenModule woven, IEnumerable<string> asked) => woven with { Dependencies = Versions(woven, asked) };

    /// <summary>Keeps a plan for the next start.</summary>
    public void Keep(Guid module, ulong rules, WovenModule woven) => cache?.Write(Key(module, rules), WovenModuleCodec.Write(woven));

    /// <summary>Whether it is known that the rules find nothing in a module.</summary>
    public bool IsUnmatched(Guid module, ulong rules) => _unmatched is not null && _unmatched.Contains(module, rules);

    /// <summary>Keeps for the next start that the rules find nothing in a module, whatever the versions of others.</summary>
    public void KeepUnmatched(Guid module, ulong rules) => _unmatched?.Add(module, rules);

    /// <summary>The plan of a module in which nothing is woven.</summary>
    public static WovenModule Nothing { get; } = new([], [], [], MethodTokens.None, []) { Check = PlanCheck.NotPossible };

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
}
