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

    public static IEnumerable<MethodFact> Of(MethodChoice choice, Reweaver? changes)
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
                foreach (var fact in Of(assembly, source, found, changes))
                {
                    if (count++ > Most)
                        yield break;
                    yield return fact;
                }
            }
        }
    }

    private static List<MethodFact> Of(Assembly assembly, ModuleSource source, Match[] found, Reweaver? changes)
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
        var woven = refusal is null ? ModuleWeaver.Weave(source, asked, watchesUsing: false, CecilAssemblies.OfProcess) : null;
        var reports = new Dictionary<uint, MethodReport>();
        foreach (var report in woven?.Reports ?? [])
            reports[report.Token] = report;
        var observations = changes?.Observations ?? [];
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
                Observed = observations.Count(observation => observation.Methods.Exists(method => method.Token == token && method.Assembly == assembly && method.IsWoven)),
            });
        }
        return facts;
    }
}
