using DdRun.Instrumentation.Integrations.Activities;
using DdRun.Instrumentation.Manifests;

namespace DdRun.Instrumentation.Explain;

/// <summary>What becomes of the activities of a source.</summary>
/// <param name="Source">Its name.</param>
/// <param name="Owner">Whose rules count: an integration, or null for the user's own and where nobody has any.</param>
/// <param name="Fate">A sentence.</param>
/// <param name="Rules">In the order in which they are tried.</param>
/// <param name="Problems">What is wrong with the user's manifests.</param>
internal sealed record ExplainedSource(string Source, string? Owner, string Fate, IReadOnlyList<ActivityRule> Rules, IReadOnlyList<ManifestProblem> Problems)
{
    public static ExplainedSource Of(string source, IEnumerable<string> manifests)
    {
        var own = new RuleSet(EmbeddedManifests.None);
        foreach (var path in manifests)
            own.AddManifest(path);
        if (own.Activities.Sources.Find(rule => rule.Means(source)) is { } named)
            return new(source, null, $"spans, by {named.Origin}", named.Operations, own.Problems);
        if (own.Activities.Replaces.Exists(replaced => Sampling.Glob.MatchesName(replaced, source)))
            return new(source, null, "never spans: a manifest says that what they tell is told otherwise", [], own.Problems);
        if (SourceIndex.Find(source) is not var (integration, how))
            return new(source, null, "spans only with DD_TRACE_OTEL_ENABLED, under names derived from their kind and tags", [], own.Problems);
        if (how == SourceIndex.Replaced)
            return new(source, integration, "never spans: what they tell is told otherwise", [], own.Problems);
        var rules = EmbeddedManifests.ActivitiesOf(integration).Sources.Find(rule => rule.Means(source))!.Operations;
        var name = $"DD_TRACE_{integration.ToUpperInvariant()}_ENABLED";
        return new(source, integration, how == SourceIndex.On ? $"spans, unless {name}=false" : $"spans only with {name}=true or DD_TRACE_OTEL_ENABLED", rules, own.Problems);
    }

    /// <summary>The rules that an operation of any kind meets, up to the first that surely counts.</summary>
    public IEnumerable<ActivityRule> Meeting(string operation)
    {
        foreach (var rule in Rules)
        {
            if (rule.Operation is not null && !Sampling.Glob.MatchesName(rule.Operation, operation))
                continue;
            yield return rule;
            if (rule.Kind is null && rule.Within.Count == 0 && rule.If.Count == 0)
                yield break;
        }
    }
}
