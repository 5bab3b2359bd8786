using System.Diagnostics;
using System.Runtime.CompilerServices;
using DdRun.Configuration;
using DdRun.Instrumentation.Manifests;

namespace DdRun.Instrumentation.Integrations.Activities;

/// <summary>Who owns which source: the user's manifests, then integrations, then whoever asks for all.</summary>
/// <param name="settings">The settings.</param>
/// <param name="own">The user's manifests; asked when the first source comes up.</param>
/// <param name="all">Whether sources that nobody names are taken.</param>
internal sealed class ActivitySources(Settings settings, Func<ActivityManifest>? own, bool all)
{
    // Found by the source itself, of which there is one for many activities.
    private readonly ConditionalWeakTable<ActivitySource, SourceRules> _rules = [];

    /// <summary>Whether any of a source's activities may become spans.</summary>
    public bool ListensTo(ActivitySource source)
    {
        // Those without a name are activities made by hand, such as the one ASP.NET Core makes for its log scopes.
        if (source.Name.Length == 0 || Find(source) is not { } rules)
            return false;
        _rules.AddOrUpdate(source, rules);
        return true;
    }

    public SourceRules? Of(ActivitySource source) => _rules.TryGetValue(source, out var rules) ? rules : null;

    private SourceRules? Find(ActivitySource source)
    {
        if (own?.Invoke() is { } manifest)
        {
            foreach (var rule in manifest.Sources)
            {
                if (rule.Means(source.Name))
                    return new(rule.Operations, all);
            }
            foreach (var replaced in manifest.Replaces)
            {
                if (Sampling.Glob.MatchesName(replaced, source.Name))
                    return null;
            }
        }
        if (SourceIndex.Find(source.Name) is not var (integration, how))
            return all ? SourceRules.Derived : null;
        if (how == SourceIndex.Replaced || !SourceIndex.IsOn(settings, integration, how, all))
            return null;
        foreach (var rule in EmbeddedManifests.ActivitiesOf(integration).Sources)
        {
            if (rule.Means(source.Name))
                return new(rule.Operations, all);
        }
        return null;
    }
}
