using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using DdRun.Diagnostics;
using DdRun.Instrumentation.Assemblies;
using DdRun.Instrumentation.InProcess;
using DdRun.Instrumentation.Manifests;
using DdRun.Instrumentation.Matching;
using DdRun.Instrumentation.Metadata;
using DdRun.Instrumentation.Patterns;
using DdRun.Instrumentation.Plans;
using DdRun.Instrumentation.Weaving;

namespace DdRun.Instrumentation.Live.Answering;

/// <summary>Finds methods in the process, and what is known of them.</summary>
internal static class MethodFacts
{
    /// <summary>More are not told at once.</summary>
    public const int Most = 10_000;

    /// <summary>Nor the code of more.</summary>
    public const int MostListed = 100;

    public static IEnumerable<MethodFact> Of(MethodChoice choice, Reweaver? changes, bool withListings = false)
    {
        var hierarchy = new TypeHierarchy(new LoadedMetadata().Find);
        var count = 0;
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (assembly.IsDynamic || LoadTimeWeaver.IsOwn(assembly) || !choice.MayReach(assembly, AssemblyNames.Simple(assembly)) || ModuleSource.Of(assembly, changes?.Bridge) is not { } source)
                continue;
            using (source)
            {
                Match[] found = [.. choice.In(source, hierarchy)];
                if (found.Length == 0)
                    continue;
                // One more, which tells that there are more.
                if (withListings && found.Length > MostListed + 1)
                    found = found[..(MostListed + 1)];
                foreach (var fact in Of(assembly, source, found, changes, withListings))
                {
                    if (count++ > Most || (withListings && count > MostListed + 1))
                        yield break;
                    yield return fact;
                }
            }
        }
    }

    private static List<MethodFact> Of(Assembly assembly, ModuleSource source, Match[] found, Reweaver? changes, bool withListings)
    {
        var refusal = Refusal.OfAssembly(source.Name) ?? (assembly.IsCollectible ? Refusal.Collectible : null);
        var rules = new Dictionary<MethodDefinitionHandle, Match>();
        if (changes is not null && refusal is null)
        {
            foreach (var match in changes.Matches(assembly, source, changes.Rules))
                rules[match.Method] = match;
        }
        // Those that no rule means are planned as if one did: whether they could be woven.
        var asked = found.Select(match => rules.GetValueOrDefault(match.Method) ?? match).ToList();
        var observations = changes?.Observations ?? [];
        var woven = refusal is not null ? null
            : withListings ? WithListings(assembly, source, asked, rules.ContainsKey, observations)
            : ModuleWeaver.Weave(source, asked, watchesUsing: false, CecilAssemblies.OfProcess);
        var reports = new Dictionary<uint, MethodReport>();
        foreach (var report in woven?.Reports ?? [])
            reports[report.Token] = report;
        var facts = new List<MethodFact>();
        foreach (var match in asked)
        {
            var token = (uint)MetadataTokens.GetToken(match.Method);
            var definition = source.Metadata.GetMethodDefinition(match.Method);
            var report = reports.GetValueOrDefault(token);
            var label = MethodLabel.Of(source.Metadata, match.Method);
            facts.Add(new MethodFact(assembly, label.Self, label.Text[(label.Self.Length + 1)..])
            {
                Code = definition.RelativeVirtualAddress == 0 ? "none" : source.IsPrecompiled ? "precompiled" : "jitted",
                IsWoven = refusal is null && changes?.IsWoven(assembly, token) == true,
                Rules = rules.ContainsKey(match.Method) ? match.Rules : [],
                Refusal = refusal ?? report?.Refusal,
                Notes = rules.ContainsKey(match.Method) ? report?.Notes ?? [] : [],
                Listing = woven?.Listings?.GetValueOrDefault(token),
                Observed = Looks(assembly, token, observations).Count(),
            });
        }
        return facts;
    }

    // As the process has them: by its rules, and with the layers of those who look.
    private static WovenModule? WithListings(Assembly assembly, ModuleSource source, List<Match> asked, Func<MethodDefinitionHandle, bool> isMeant, Observation[] observations)
    {
        var planned = new List<Match>();
        var observed = new List<ObservedMethod>();
        foreach (var match in asked)
        {
            var token = (uint)MetadataTokens.GetToken(match.Method);
            // Planned once more, which says of the edits themselves nothing new.
            LiveEdit[] edits = [.. Looks(assembly, token, observations).Select(static look => new LiveEdit(look.Edit.Site, look.Edit.Request))];
            observed.Add(new(token, edits));
            if (edits.Length == 0 || isMeant(match.Method))
                planned.Add(match);
        }
        using var weaver = ModuleWeaver.Begin(source, planned, watchesUsing: false, new LiveEdits(observed), CecilAssemblies.OfProcess, wantsListings: true);
        _ = weaver?.GoOn(long.MaxValue);
        return weaver?.Whole();
    }

    private static IEnumerable<Observation.Observed> Looks(Assembly assembly, uint token, Observation[] observations) =>
        observations.Select(observation => observation.Methods.Find(method => method.Token == token && method.Assembly == assembly && method.IsWoven)).OfType<Observation.Observed>();
}
