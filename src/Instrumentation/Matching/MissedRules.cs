using System.Reflection;
using System.Reflection.Metadata;
using DdRun.Instrumentation.Manifests;
using DdRun.Instrumentation.Metadata;

namespace DdRun.Instrumentation.Matching;

/// <summary>
/// Finds rules that name a module, or a type that it has, and mean no method there. Only what cannot be right counts: a wildcard may be meant for
/// an assembly that is never loaded, every program has a <c>Program</c>, and the framework has internal types of one name in many assemblies.
/// </summary>
internal sealed class MissedRules
{
    private readonly HashSet<Rule> _expected = [];
    private readonly HashSet<Rule> _met = [];
    private readonly HashSet<Rule> _matched = [];

    /// <summary>The rules that could mean something in the module.</summary>
    public void Expect(List<Rule> rules)
    {
        foreach (var rule in rules)
        {
            if (rule.Target == RuleTarget.Method && rule.Assembly is { } assembly && !assembly.Contains('*', StringComparison.Ordinal))
                _expected.Add(rule);
        }
    }

    /// <summary>The pattern of a rule means a type.</summary>
    public void Meet(Rule rule, TypeDefinition type, bool isFramework)
    {
        if (!rule.Pattern.Type.IsExact)
            return;
        _met.Add(rule);
        if (rule.Pattern.Type.Prefix.Length > 0 && (!isFramework || (type.Attributes & TypeAttributes.VisibilityMask) is TypeAttributes.Public or TypeAttributes.NestedPublic))
            _expected.Add(rule);
    }

    /// <summary>A rule means a method.</summary>
    public void Match(Rule rule) => _matched.Add(rule);

    /// <summary>Null when there are none.</summary>
    /// <param name="module">The module that was searched.</param>
    /// <param name="own">The user's rules: nobody can mend others.</param>
    public MissedRule[]? In(ModuleSource module, IReadOnlyList<Rule> own)
    {
        _expected.ExceptWith(_matched);
        if (_expected.Count == 0)
            return null;
        var missed = new List<MissedRule>();
        for (var i = 0; i < own.Count; i++)
        {
            if (_expected.Contains(own[i]))
                missed.Add(new(i, Reason(own[i], module)));
        }
        return missed.Count > 0 ? [.. missed] : null;
    }

    private string Reason(Rule rule, ModuleSource module)
    {
        var type = rule.Pattern.Type;
        var reason = _met.Contains(rule) ? $"{type.Text} in {module.Name} has no such method" : $"{module.Name} has no {(type.IsExact ? $"type {type.Text}" : "such method")}";
        var nearest = Suggestions.For(rule.Pattern, [module]);
        return $"{rule.Pattern} matches nothing: {reason}{(nearest.Count > 0 ? $"; did you mean {string.Join(" or ", nearest)}?" : "")}";
    }
}
