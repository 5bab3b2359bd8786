using DdRun.Instrumentation.Assemblies;
using DdRun.Instrumentation.InProcess;
using DdRun.Instrumentation.Live.Rendering;
using DdRun.Instrumentation.Manifests;
using DdRun.Instrumentation.Metadata;
using DdRun.Json;

namespace DdRun.Instrumentation.Live.Answering;

/// <summary>The rules in force, and how many methods each of them has.</summary>
internal static class RulesAnswer
{
    public static string Of(int id, Reweaver changes)
    {
        var rules = changes.Rules;
        var counts = Count(changes, rules);
        var json = new JsonWriter().BeginObject().Member("type", "rules").Member("id", id).Name("rules").BeginList();
        var index = 0;
        foreach (var rule in rules.Own)
            Write(json, index++, rule, counts.GetValueOrDefault(rule), "own");
        foreach (var (rule, count) in counts)
        {
            if (!rules.Own.Contains(rule))
                Write(json, index++, rule, count, "built-in");
        }
        foreach (var observation in changes.Observations)
        {
            json.BeginObject().Member("index", index++).Member("origin", "live").Member("target", observation.Choice?.Text ?? "").Member("methods", observation.Woven).Member("kind", "live")
                .Member("text", observation.Choice?.Text ?? "").EndObject();
        }
        return json.EndList().EndObject().ToString();
    }

    /// <summary>The methods that each rule wins.</summary>
    public static Dictionary<Rule, int> Count(Reweaver changes, RuleSet rules)
    {
        var counts = new Dictionary<Rule, int>(ReferenceEqualityComparer.Instance);
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (!Reweaver.IsReachable(assembly, out var name) || (SharedFramework.Contains(assembly) && !rules.MayReachFramework(name)) || ModuleSource.Of(assembly, null) is not { } source)
                continue;
            using (source)
            {
                foreach (var match in changes.Matches(assembly, source, rules))
                    counts[match.Winner] = counts.GetValueOrDefault(match.Winner) + 1;
            }
        }
        return counts;
    }

    private static void Write(JsonWriter json, int index, Rule rule, int methods, string kind) =>
        json.BeginObject().Member("index", index).Member("origin", rule.Origin.ToString()).Member("target", rule.Pattern.Text).Member("methods", methods).Member("kind", kind)
            .Member("text", Text(rule)).EndObject();

    private static string Text(Rule rule)
    {
        var text = $"{(rule.Target == RuleTarget.Method ? "" : rule.Target == RuleTarget.Implements ? "implements " : "overrides ")}{rule.Pattern.Text}";
        if (rule.Exclude)
            return "not " + text;
        if (rule.Name is { } name)
            text += $" → {name}";
        if (rule.Resource is { } resource)
            text += $" ({resource})";
        return rule.If is { } condition ? $"{text} if {condition}" : text;
    }
}
