using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using DdRun.Testing;

namespace DdRun.Integrations.Tests.Processes;

/// <summary>Traces as text that is the same in every run: a tree, tags in order, no ids, ports or times.</summary>
internal static partial class TraceText
{
    // The same on every span or different in every run; other tests look at them.
    private static readonly HashSet<string> s_left =
        ["language", "runtime-id", "_dd.p.tid", "_dd.p.dm", "_dd.p.ksr", "_dd.tags.process", "error.stack", "events", "otel.trace_id", "_dd.svc_src", "env"];

    /// <param name="spans">All spans.</param>
    /// <param name="order">The order of traces that begin in any; by default they are in that of their beginnings.</param>
    public static string Of(IEnumerable<ReceivedSpan> spans, Func<ReceivedSpan, string>? order = null)
    {
        var all = spans.OrderBy(span => span.Start).ToList();
        var ids = all.Select(span => span.SpanId).ToHashSet();
        var text = new StringBuilder();
        var roots = all.Where(span => !ids.Contains(span.ParentId));
        foreach (var root in order is null ? roots : roots.OrderBy(order, StringComparer.Ordinal))
            Append(text, root, all, 0);
        return Port().Replace(text.ToString(), "$1:PORT");
    }

    private static void Append(StringBuilder text, ReceivedSpan span, List<ReceivedSpan> all, int depth)
    {
        var indent = new string(' ', depth * 4);
        text.Append(CultureInfo.InvariantCulture, $"{indent}{span.Name} | {span.Service} | {span.Type} | {span.Resource}{(span.Error != 0 ? " | error" : "")}\n");
        foreach (var (key, value) in span.Meta.Where(tag => !s_left.Contains(tag.Key)).OrderBy(tag => tag.Key, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"{indent}  {key}={value}\n");
        // What numbers there are is mostly the process's; these say what was paid for.
        foreach (var (key, value) in span.Metrics.Where(tag => tag.Key.StartsWith("gen_ai.", StringComparison.Ordinal)).OrderBy(tag => tag.Key, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"{indent}  {key}={value}\n");
        foreach (var child in all.Where(other => other.ParentId == span.SpanId))
            Append(text, child, all, depth + 1);
    }

    [GeneratedRegex(@"(127\.0\.0\.1|localhost):\d+")]
    private static partial Regex Port();
}
