using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using DdRun.Instrumentation.Il;
using DdRun.Instrumentation.Manifests;
using DdRun.Instrumentation.Matching;
using DdRun.Instrumentation.Metadata;
using DdRun.Instrumentation.Plans;
using DdRun.Instrumentation.Weaving;

namespace DdRun.Instrumentation.Explain;

/// <summary>What rules do to an application, told without running it.</summary>
internal sealed class Explanation
{
    private readonly List<ExplainedMethod> _methods = [];
    private readonly List<UnmatchedRule> _unmatched = [];
    private readonly List<string> _using = [];

    private Explanation(IReadOnlyList<ManifestProblem> problems) => Problems = problems;

    /// <summary>What is wrong with the manifests.</summary>
    public IReadOnlyList<ManifestProblem> Problems { get; }

    /// <summary>In the order of assemblies' names, then of their metadata.</summary>
    public IReadOnlyList<ExplainedMethod> Methods => _methods;

    public IReadOnlyList<UnmatchedRule> Unmatched => _unmatched;

    /// <summary>Names of sources that nothing in the application makes, and where they stand.</summary>
    public IReadOnlyList<(RuleOrigin Origin, string Source)> UnmatchedSources { get; private set; } = [];

    /// <summary>Methods with <c>using</c> statements of spans, which are to see the exceptions that leave them.</summary>
    public IReadOnlyList<string> Using => _using;

    /// <summary>Assemblies that were looked at.</summary>
    public IReadOnlyList<string> Assemblies { get; private set; } = [];

    /// <summary>Explains manifests against an application.</summary>
    /// <param name="app">An assembly, an app host, or a folder.</param>
    /// <param name="manifests">Paths.</param>
    /// <param name="withIl">Whether to list code before and after.</param>
    public static Explanation OfManifests(string app, IEnumerable<string> manifests, bool withIl = false)
    {
        var rules = new RuleSet(EmbeddedManifests.None);
        foreach (var path in manifests)
            rules.AddManifest(path);
        return Of(app, rules.Own, rules.Problems, withIl, rules.Activities);
    }

    /// <summary>Explains one pattern as if it stood in a manifest of its own. Problems tell when it is none.</summary>
    public static Explanation OfPattern(string app, string pattern, bool withIl = false)
    {
        var problems = new List<ManifestProblem>();
        if (Patterns.MethodPattern.TryParse(pattern, out var parsed, out var error, out var column))
            return Of(app, [new Rule { Pattern = parsed, Origin = new RuleOrigin("pattern", 0, 0) }], problems, withIl);
        problems.Add(new ManifestProblem("pattern", 1, column + 1, -1, error));
        return new Explanation(problems);
    }

    public static Explanation Of(string app, IReadOnlyList<Rule> rules, IReadOnlyList<ManifestProblem> problems, bool withIl, ActivityManifest? activities = null)
    {
        var explanation = new Explanation(problems);
        var files = AppFiles.Of(app);
        using var assemblies = new CecilAssemblies(files.Find);
        var hierarchy = new TypeHierarchy(files.Metadata);
        var matched = new HashSet<Rule>();
        var names = new List<string>();
        foreach (var source in files.Modules)
        {
            names.Add(source.Name);
            explanation.Add(source, rules, hierarchy, assemblies, matched, withIl);
        }
        explanation.Assemblies = names;
        if (activities is not null)
            explanation.UnmatchedSources = Unmade(activities, files.Modules);
        foreach (var rule in rules)
        {
            if (!matched.Contains(rule))
                explanation._unmatched.Add(Explain(rule, files.Modules, hierarchy));
        }
        return explanation;
    }

    private static List<(RuleOrigin, string)> Unmade(ActivityManifest activities, IReadOnlyList<ModuleSource> modules)
    {
        var unmade = new List<(RuleOrigin, string)>();
        foreach (var rule in activities.Sources)
        {
            foreach (var source in rule.Sources)
            {
                if (!SourceNames.Contain(modules, source))
                    unmade.Add((rule.Origin, source));
            }
        }
        return unmade;
    }

    private static UnmatchedRule Explain(Rule rule, IReadOnlyList<ModuleSource> modules, TypeHierarchy hierarchy)
    {
        if (rule.Versions is { } versions && FirstMatch(rule with { Versions = null }, modules, hierarchy) is { } other)
            return new(rule, [], $"\"versions\" says {versions}, and {other.Name} has version {other.Version}");
        if (rule.Assembly is { } assembly && FirstMatch(rule with { Assembly = null, Versions = null }, modules, hierarchy) is { } actual)
            return new(rule, [], $"\"assembly\" says {assembly}, and the method is in {actual.Name}");
        return new(rule, Suggestions.For(rule.Pattern, modules));
    }

    private static ModuleSource? FirstMatch(Rule rule, IReadOnlyList<ModuleSource> modules, TypeHierarchy hierarchy) =>
        modules.FirstOrDefault(module => ModuleMatcher.Find(module, [rule], hierarchy).Any(match => match.Rules.Contains(rule)));

    // Of methods in other assemblies that hold a method's code the runtime knows only where it compiled each assembly by itself.
    private static IReadOnlyList<string> Notes(ModuleSource source, MethodDefinitionHandle method, MethodReport? report)
    {
        IReadOnlyList<string> notes = report?.Notes ?? [];
        return report is { Refusal: null } && source.IsInComposite && MayBeInlined(source, method)
            ? [.. notes, "compiled into one image with other assemblies (composite), which may hold its code: their calls of it are not seen then"]
            : notes;
    }

    private static bool MayBeInlined(ModuleSource source, MethodDefinitionHandle handle)
    {
        // What the JIT looks at.
        const int LongestInlined = 100;
        var method = source.Metadata.GetMethodDefinition(handle);
        return (method.ImplAttributes & MethodImplAttributes.NoInlining) == 0
            && ((method.ImplAttributes & MethodImplAttributes.AggressiveInlining) != 0
                || RawBody.Read(source.Body(method.RelativeVirtualAddress)) is { Code.Length: <= LongestInlined });
    }

    private void Add(ModuleSource source, IReadOnlyList<Rule> rules, TypeHierarchy hierarchy, CecilAssemblies assemblies, HashSet<Rule> matched, bool withIl)
    {
        var matches = ModuleMatcher.Find(source, rules, hierarchy);
        if (matches.Count == 0 && !source.References("DdRun.Runtime"))
            return;
        var refusal = Refusal.OfAssembly(source.Name);
        var woven = refusal is null ? ModuleWeaver.Weave(source, matches, source.References("DdRun.Runtime"), assemblies, withIl) : null;
        var reports = new Dictionary<uint, MethodReport>();
        foreach (var report in woven?.Reports ?? [])
            reports[report.Token] = report;
        foreach (var match in matches)
        {
            foreach (var rule in match.Rules)
                matched.Add(rule);
            var token = (uint)MetadataTokens.GetToken(match.Method);
            reports.TryGetValue(token, out var report);
            MethodListing? listing = null;
            woven?.Listings?.TryGetValue(token, out listing);
            _methods.Add(new(source.Name, MethodNames.Full(source.Metadata, match.Method), match.Rules, refusal ?? report?.Refusal, Notes(source, match.Method, report), listing));
        }
        foreach (var token in woven?.Tokens ?? [])
        {
            if (woven!.WatchesUsing?.Contains(token) == true)
                _using.Add($"{source.Name}: {MethodNames.Full(source.Metadata, (MethodDefinitionHandle)MetadataTokens.EntityHandle((int)token))}");
        }
    }
}
