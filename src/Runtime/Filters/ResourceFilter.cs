using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using DdRun.Diagnostics;

namespace DdRun.Filters;

/// <summary>Knows the resources of <c>DD_TRACE_IGNORE_RESOURCES</c>: regular expressions, separated by commas, each in double quotes if it contains one.</summary>
internal sealed class ResourceFilter
{
    // A resource is short; an expression that takes longer than this goes astray, and the writer's thread must go on.
    private static readonly TimeSpan s_matchTimeout = TimeSpan.FromMilliseconds(100);
    private readonly List<Regex> _expressions = [];

    public ResourceFilter(string? expressions, TimeSpan? matchTimeout = null)
    {
        foreach (var expression in Split(expressions ?? ""))
        {
            try
            {
                _expressions.Add(new Regex(expression, RegexOptions.CultureInvariant, matchTimeout ?? s_matchTimeout));
            }
            catch (ArgumentException e)
            {
                Log.Warn($"DD_TRACE_IGNORE_RESOURCES: '{expression}' is left out: {e.Message}");
            }
        }
    }

    public bool IsEmpty => _expressions.Count == 0;

    /// <summary>Whether traces with this resource at their local root are not to be sent.</summary>
    // By itself: whoever inlines this, or looks whether he could, loads regular expressions.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public bool Ignores(string resource)
    {
        foreach (var expression in _expressions)
        {
            try
            {
                if (expression.IsMatch(resource))
                    return true;
            }
            catch (RegexMatchTimeoutException)
            {
                Log.Warn($"DD_TRACE_IGNORE_RESOURCES: '{expression}' took too long on a resource; the trace is kept.");
            }
        }
        return false;
    }

    private static IEnumerable<string> Split(string list)
    {
        for (var start = 0; start < list.Length;)
        {
            while (start < list.Length && (list[start] == ' ' || list[start] == ','))
                start++;
            if (start == list.Length)
                yield break;
            var quoted = list[start] == '"' && list.IndexOf('"', start + 1) > 0;
            var end = quoted ? list.IndexOf('"', start + 1) : list.IndexOf(',', start);
            if (end < 0)
                end = list.Length;
            var item = quoted ? list[(start + 1)..end] : list[start..end].TrimEnd();
            if (item.Length > 0)
                yield return item;
            start = end + 1;
        }
    }
}
