using System.Diagnostics;
using DdRun.Diagnostics;
using DdRun.Instrumentation.Manifests;
using DdRun.Probes;
using DdRun.Sampling;

namespace DdRun.Instrumentation.Integrations.Activities;

/// <summary>What becomes of one source's activities.</summary>
/// <param name="rules">The first that means an operation counts.</param>
/// <param name="bridgesRest">Whether what no rule means becomes a span as well, under the names that are derived.</param>
internal sealed class SourceRules(ActivityRule[] rules, bool bridgesRest)
{
    private const string Namespace = "DdRun.Instrumentation.Integrations.";

    /// <summary>A source that no manifest names.</summary>
    public static SourceRules Derived { get; } = new([], bridgesRest: true);

    private readonly IActivityMapping?[] _mappings = Array.ConvertAll(rules, static rule => rule.With is { } with ? Make(with) : null);

    /// <summary>Whether an operation becomes a span; asked before there is an activity.</summary>
    /// <param name="operation">Its name.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="outer">The activity that it is inside of.</param>
    /// <param name="rule">What it becomes; null for what is derived.</param>
    public bool Takes(string operation, ActivityKind kind, Activity? outer, out ActivityRule? rule)
    {
        foreach (var candidate in rules)
        {
            if (!Means(candidate, operation, kind) || (candidate.Within.Count > 0 && !IsWithin(candidate, outer)))
                continue;
            rule = candidate;
            return !candidate.Drop;
        }
        rule = null;
        return bridgesRest;
    }

    /// <summary>The parent that the code of a rule knows of; null where it has none, or fails.</summary>
    public Span? ParentOf(ActivityRule? rule, Activity activity)
    {
        try
        {
            return MappingOf(rule)?.Parent(activity);
        }
        catch (Exception e)
        {
            Log.Error($"'{rule!.With}' failed", e);
            return null;
        }
    }

    /// <summary>Lets the code of a rule say what it has to say.</summary>
    public void Describe(ActivityRule? rule, Activity activity, Span span)
    {
        try
        {
            MappingOf(rule)?.Describe(activity, span);
        }
        catch (Exception e)
        {
            Log.Error($"'{rule!.With}' failed", e);
        }
    }

    /// <summary>What names the span of an activity that has stopped.</summary>
    public ActivityRule? Naming(Activity activity)
    {
        foreach (var candidate in rules)
        {
            if (!candidate.Drop && Means(candidate, activity.OperationName, activity.Kind) && ActivityConditions.AllHold(candidate.If, activity))
                return candidate;
        }
        return null;
    }

    private IActivityMapping? MappingOf(ActivityRule? rule)
    {
        for (var i = 0; i < rules.Length; i++)
        {
            if (ReferenceEquals(rules[i], rule))
                return _mappings[i];
        }
        return null;
    }

    private static bool Means(ActivityRule rule, string operation, ActivityKind kind) =>
        (rule.Operation is null || Glob.MatchesName(rule.Operation, operation)) && (rule.Kind is null || rule.Kind == ActivityTags.KindOf(kind));

    private static bool IsWithin(ActivityRule rule, Activity? outer)
    {
        for (; outer is not null; outer = outer.Parent)
        {
            foreach (var (source, operation) in rule.Within)
            {
                if (Glob.MatchesName(source, outer.Source.Name) && Glob.MatchesName(operation, outer.OperationName) && ActivityBridge.SpanOf(outer) is not null)
                    return true;
            }
        }
        return false;
    }

    private static IActivityMapping? Make(string name)
    {
        try
        {
            var type = name.Contains(',', StringComparison.Ordinal) ? Type.GetType(name) : typeof(SourceRules).Assembly.GetType(Namespace + name);
            if (type is not null && Activator.CreateInstance(type) is IActivityMapping mapping)
                return mapping;
            Log.Warn($"'{name}' was not found, or is no IActivityMapping");
        }
        catch (Exception e)
        {
            Log.Error($"'{name}' cannot be made", e);
        }
        return null;
    }
}
