using System.Text.RegularExpressions;
using DdRun.Diagnostics;

namespace DdRun.Export.Datadog.Agent;

/// <summary>A regular expression of the agent's. Apart, so that nobody loads regular expressions who has none.</summary>
internal sealed class AgentPattern
{
    private static readonly TimeSpan s_matchTimeout = TimeSpan.FromMilliseconds(100);

    private readonly Regex _regex;

    private AgentPattern(string pattern) => _regex = new Regex(pattern, RegexOptions.CultureInvariant, s_matchTimeout);

    /// <summary>Null for what is no expression.</summary>
    public static AgentPattern? TryMake(string pattern)
    {
        try
        {
            return new AgentPattern(pattern);
        }
        catch (ArgumentException e)
        {
            Log.Debug($"The agent's expression '{pattern}' is left out: {e.Message}");
            return null;
        }
    }

    /// <param name="text">What to look at.</param>
    /// <param name="otherwise">The answer where looking takes too long.</param>
    public bool IsMatch(string text, bool otherwise)
    {
        try
        {
            return _regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            Log.Warn("A filter of the agent took too long; the trace is kept.");
            return otherwise;
        }
    }
}
