using System.Reflection.Metadata.Ecma335;
using DdRun.Instrumentation.Manifests;
using DdRun.Instrumentation.Matching;

namespace DdRun.Instrumentation.InProcess;

/// <summary>Which methods are woven otherwise by other rules.</summary>
internal static class RuleDifference
{
    public static HashSet<uint> Of(IEnumerable<Match> before, IEnumerable<Match> after)
    {
        var touched = new HashSet<uint>();
        var known = new Dictionary<uint, string>();
        foreach (var match in before)
            known.Add(Token(match), Text(match));
        foreach (var match in after)
        {
            var token = Token(match);
            if (!known.Remove(token, out var text) || text != Text(match))
                touched.Add(token);
        }
        // What is left meant something and does no longer; an exclusion meant nothing.
        foreach (var (token, text) in known)
        {
            if (text.Length > 0)
                touched.Add(token);
        }
        return touched;
    }

    public static uint Token(Match match) => (uint)MetadataTokens.GetToken(match.Method);

    // Empty where the method stays as it is.
    private static string Text(Match match)
    {
        var lending = match.Rules.FindLast(static rule => rule.Observe is { Lend: not null });
        var text = lending is null ? "" : RuleText.Of(lending);
        return match.Winner.Exclude || ReferenceEquals(match.Winner, lending) ? text : text + "|" + RuleText.Of(match.Winner);
    }
}
