using System.Diagnostics;
using DdRun.Instrumentation.InProcess;
using DdRun.Instrumentation.Live.Answering;
using DdRun.Instrumentation.Live.Channel;
using DdRun.Instrumentation.Manifests;

namespace DdRun.Instrumentation.Live;

/// <summary>Puts other rules in force. Those with mistakes change nothing.</summary>
internal static class RuleChange
{
    // A line of its own, so that places in the rule are as whoever wrote it counts them.
    private const string Added = "added", Before = "{ \"instrument\": [\n", After = "\n] }";

    /// <summary>A manifest in place of the process's own rules.</summary>
    /// <exception cref="LiveErrorException">There are mistakes in it.</exception>
    public static RuleSet Manifest(RuleSet before, string origin, string text)
    {
        var rules = before.WithoutOwn();
        rules.AddText(origin, text);
        ManifestMistakes.Check(rules, origin, text, "manifest", linesBefore: 0);
        return rules;
    }

    /// <summary>One rule beside the others.</summary>
    /// <exception cref="LiveErrorException">There are mistakes in it.</exception>
    public static RuleSet WithRule(RuleSet before, string rule)
    {
        var rules = before.Copy();
        rules.AddText(Added, Before + rule + After);
        ManifestMistakes.Check(rules, Added, rule, "rule", linesBefore: 1);
        return rules;
    }

    /// <summary>Weaves by them, and says what became of it.</summary>
    public static string Apply(int id, Reweaver changes, RuleSet rules)
    {
        var began = Stopwatch.GetTimestamp();
        var changed = changes.Replace(rules);
        var counts = RulesAnswer.Count(changes, rules);
        var refused = rules.Own.Where(rule => !rule.Exclude && counts.GetValueOrDefault(rule) == 0)
            .Select(static rule => new KeyValuePair<string, string>(rule.Pattern.Text, "No method that is loaded is meant by it alone; what is loaded later is woven then."));
        return LiveAnswer.Ready(id, 0, changed, refused, Stopwatch.GetElapsedTime(began));
    }
}
