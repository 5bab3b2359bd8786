using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using DdRun.Instrumentation.Caching;
using DdRun.Instrumentation.Manifests;
using DdRun.Instrumentation.Matching;
using DdRun.Instrumentation.Weaving;

namespace DdRun.Instrumentation;

/// <summary>Plans from the cache, or new ones that go there.</summary>
internal sealed class PlanSource(PlanCache? cache)
{
    private static readonly string s_planner = WovenModuleCodec.Version + " " + CacheKey.Hex(typeof(PlanSource).Module.ModuleVersionId);

    /// <summary>What is remembered of rules with nothing wrong in them.</summary>
    public RuleReach? TryGetReach(ulong rules) => cache is not null && cache.TryRead(Key(default, rules), out var bytes) ? RuleReach.Read(bytes.Span) : null;

    public void Keep(ulong rules, RuleReach reach) => cache?.Write(Key(default, rules), reach.Write());

    /// <summary>The plan that is known already for a module, null when there is none.</summary>
    public WovenModule? TryGet(Guid module, ulong rules) =>
        cache is not null && cache.TryRead(Key(module, rules), out var bytes) && WovenModuleCodec.Read(bytes) is { } known && AreCurrent(known.Dependencies) ? known : null;

    /// <param name="isNew">Whether it was made just now, and nobody has seen it work.</param>
    public WovenModule? Get(ModuleSource source, ICollection<Match> matches, bool watchesUsing, ulong rules, out bool isNew)
    {
        if (TryGet(source.Mvid, rules) is { } known)
        {
            isNew = false;
            return known;
        }
        isNew = true;
        var woven = Plan(source, matches, watchesUsing);
        if (woven is not null)
            cache?.Write(Key(source.Mvid, rules), WovenModuleCodec.Write(woven));
        return woven;
    }

    /// <summary>Drops a plan that has turned out not to work, so that the next start looks into it again.</summary>
    public void Forget(ModuleSource source, ulong rules) => cache?.Remove(Key(source.Mvid, rules));

    private static CacheKey Key(Guid module, ulong rules) => new(module, rules, s_planner);

    // Apart, so that Cecil is loaded only when this runs.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WovenModule? Plan(ModuleSource source, ICollection<Match> matches, bool watchesUsing) =>
        ModuleWeaver.Weave(source, matches, watchesUsing, CecilAssemblies.OfProcess);

    private static bool AreCurrent(IReadOnlyList<ModuleVersion> dependencies)
    {
        foreach (var (name, mvid) in dependencies)
        {
            if (VersionOf(name) != mvid)
                return false;
        }
        return true;
    }

    private static Guid VersionOf(string name)
    {
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (!assembly.IsDynamic && assembly.GetName().Name == name)
                return assembly.ManifestModule.ModuleVersionId;
        }
        using var source = AssemblyPaths.Find(name) is { Length: > 0 } path && File.Exists(path) ? ModuleSource.Of(path) : null;
        return source?.Mvid ?? default;
    }
}
