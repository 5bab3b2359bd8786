using System.Globalization;
using System.Text;
using DdRun.Launcher.Cli;

namespace DdRun.Launcher.Local;

/// <summary>A trace as text: one line a span, duration first, indented under its parent.</summary>
internal sealed class TraceRenderer(Style style)
{
    private const int MaxDepth = 64, MaxValue = 80;
    /// <summary>From this many on, childless siblings that look the same become one line.</summary>
    private const int Similar = 4;

    private static readonly HashSet<string> Uninteresting =
    [
        "language", "runtime-id", "process_id", "env", "version", "component", "span.kind", "error.type", "error.message", "error.msg", "error.stack",
        // The resource of a request says the same, shorter.
        "aspnet_core.endpoint", "aspnet_core.route", "http.route", "http.method", "http.request.headers.host", "http.useragent",
        // And that of a test.
        "test.name", "test.suite", "test.module", "test.bundle", "test.type", "test.framework", "test.framework_version",
    ];

    public string Render(IReadOnlyList<LocalSpan> spans)
    {
        var text = new StringBuilder();
        var tree = new TraceTree(spans);
        foreach (var root in tree.Roots)
        {
            text.Append('\n');
            Append(text, tree, root, 1, root.Duration, "", "", "", 0);
        }

        return text.ToString();
    }

    private void Append(StringBuilder text, TraceTree tree, LocalSpan span, int count, long duration, string parentService, string branch, string indent, int depth)
    {
        text.Append(style.Quiet(FormatDuration(duration))).Append("  ").Append(style.Quiet(branch)).Append(style.Name(Clean(span.Name)));
        if (span.Resource.Length > 0 && span.Resource != span.Name)
            text.Append("  ").Append(style.Resource(Cut(span.Resource)));
        if (count > 1)
            text.Append(CultureInfo.InvariantCulture, $"  × {count}");
        if (span.Service != parentService)
            text.Append("  ").Append(style.Service($"[{Clean(span.Service)}]"));
        AppendTags(text, span);
        AppendError(text, span);
        text.Append('\n');

        var children = tree.ChildrenOf(span);
        if (depth == MaxDepth && children.Count > 0)
        {
            text.Append(' ', 9).Append("  ").Append(style.Quiet(indent + "…")).Append('\n');
            return;
        }

        for (var i = 0; i < children.Count;)
        {
            var run = RunOfSimilar(tree, children, i);
            var total = 0L;
            for (var k = 0; k < run; k++)
                total += children[i + k].Duration;
            var last = i + run == children.Count;
            Append(text, tree, children[i], run, total, span.Service, indent + (last ? "└─ " : "├─ "), indent + (last ? "   " : "│  "), depth + 1);
            i += run;
        }
    }

    private static int RunOfSimilar(TraceTree tree, IReadOnlyList<LocalSpan> siblings, int from)
    {
        var first = siblings[from];
        var to = from;
        while (to < siblings.Count && !siblings[to].Error && tree.ChildrenOf(siblings[to]).Count == 0
               && (siblings[to].Name, siblings[to].Resource, siblings[to].Service) == (first.Name, first.Resource, first.Service))
            to++;
        return to - from >= Similar ? to - from : 1;
    }

    private void AppendTags(StringBuilder text, LocalSpan span)
    {
        foreach (var (key, value) in span.Meta.OrderBy(tag => tag.Key, StringComparer.Ordinal))
            if (IsWorthShowing(key) && value != span.Resource)
                text.Append("  ").Append(style.Quiet($"{Clean(key)}={Cut(value)}"));
        foreach (var (key, value) in span.Metrics.OrderBy(tag => tag.Key, StringComparer.Ordinal))
            if (IsWorthShowing(key))
                text.Append("  ").Append(style.Quiet($"{Clean(key)}={value.ToString("0.###", CultureInfo.InvariantCulture)}"));
    }

    private void AppendError(StringBuilder text, LocalSpan span)
    {
        if (!span.Error)
            return;
        span.Meta.TryGetValue("error.type", out var type);
        if (!span.Meta.TryGetValue("error.message", out var message))
            span.Meta.TryGetValue("error.msg", out message);
        var what = string.Join(": ", ((string?[])[type, message]).Where(part => !string.IsNullOrEmpty(part)));
        text.Append("  ").Append(style.Error("✗ " + (what.Length > 0 ? Cut(what, 2 * MaxValue) : "error")));
    }

    private static bool IsWorthShowing(string key) => !key.StartsWith('_') && !Uninteresting.Contains(key);

    /// <summary>Nine characters.</summary>
    public static string FormatDuration(long nanoseconds)
    {
        var (value, unit) = nanoseconds switch
        {
            >= 1_000_000_000 => (nanoseconds / 1e9, "s "),
            >= 1_000_000 => (nanoseconds / 1e6, "ms"),
            _ => (nanoseconds / 1e3, "µs"),
        };
        return value.ToString(value < 100 ? "0.00" : "0", CultureInfo.InvariantCulture).PadLeft(6) + " " + unit;
    }

    private static string Cut(string text, int length = MaxValue)
    {
        var clean = Clean(text);
        return clean.Length <= length ? clean : clean[..(length - 1)] + "…";
    }

    /// <summary>On one line, and without what a terminal would obey.</summary>
    private static string Clean(string text)
    {
        if (!text.Any(char.IsControl))
            return text;
        var clean = new StringBuilder();
        var afterBreak = false;
        foreach (var character in text)
        {
            if (char.IsControl(character) || (afterBreak && character == ' '))
            {
                afterBreak = true;
                continue;
            }

            if (afterBreak && clean.Length > 0)
                clean.Append(' ');
            clean.Append(character);
            afterBreak = false;
        }

        return clean.ToString();
    }
}
