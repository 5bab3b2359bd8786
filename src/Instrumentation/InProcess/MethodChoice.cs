using System.Reflection;
using System.Reflection.Metadata;
using DdRun.Instrumentation.Assemblies;
using DdRun.Instrumentation.Manifests;
using DdRun.Instrumentation.Matching;
using DdRun.Instrumentation.Metadata;
using DdRun.Instrumentation.Patterns;

namespace DdRun.Instrumentation.InProcess;

/// <summary>Which methods are meant: those of a pattern, those of a manifest's rules, or those that both mean.</summary>
internal sealed class MethodChoice
{
    private readonly Rule[] _pattern;
    private readonly IReadOnlyList<Rule> _rules;
    private readonly RuleReach _reach;

    private MethodChoice(MethodPattern? pattern, IReadOnlyList<Rule> rules, string? origin)
    {
        (Pattern, Origin, _rules) = (pattern, origin, rules);
        _pattern = pattern is null ? [] : [new Rule { Pattern = pattern, Origin = new RuleOrigin("", 0, 0) }];
        _reach = RuleReach.Of(origin is null ? _pattern : rules);
    }

    public MethodPattern? Pattern { get; }

    /// <summary>What the manifest is called; null where there is none.</summary>
    public string? Origin { get; }

    /// <summary>For people.</summary>
    public string Text => Origin is null ? Pattern!.Text : Pattern is null ? Origin : $"{Pattern.Text} ({Origin})";

    public static MethodChoice Of(MethodPattern pattern) => new(pattern, [], null);

    /// <param name="pattern">Null where the rules alone decide.</param>
    /// <param name="rules">Those of the manifest.</param>
    /// <param name="origin">What it is called.</param>
    public static MethodChoice Of(MethodPattern? pattern, IReadOnlyList<Rule> rules, string origin) => new(pattern, rules, origin);

    /// <summary>Whether it could mean something in an assembly: asked before its metadata is read.</summary>
    public bool MayReach(Assembly assembly, string name) => !SharedFramework.Contains(assembly) || _reach.MayReach(name);

    /// <summary>The methods of a module, each with the rules that mean it.</summary>
    public IEnumerable<Match> In(ModuleSource module, TypeHierarchy hierarchy)
    {
        if (Origin is null)
            return ModuleMatcher.Find(module, _pattern, null, readsAttributes: false);
        var meant = ModuleMatcher.Find(module, _rules, hierarchy, readsAttributes: false).Where(static match => !match.Winner.Exclude);
        if (Pattern is null)
            return meant;
        var narrowed = ModuleMatcher.Find(module, _pattern, null, readsAttributes: false).Select(static match => match.Method).ToHashSet();
        return meant.Where(match => narrowed.Contains(match.Method));
    }
}
