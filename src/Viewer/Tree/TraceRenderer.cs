using System.Globalization;
using System.Text;
using DdRun.Viewer.Queries;
using DdRun.Viewer.Store;

namespace DdRun.Viewer.Tree;

/// <summary>A trace as text: one line a span, duration first, indented under its parent.</summary>
internal sealed class TraceRenderer(Palette palette)
{
    private const int MaxDepth = 64, MaxValue = 80;
    /// <summary>From this many on, childless siblings that look the same become one line.</summary>
    private const int Similar = 4;

    private static readonly HashSet<string> Uninteresting =
    [
        "language", "runtime-id", "process_id", "env", "version", "component", "span.kind", "error.type", "error.message", "error.msg", "error.stack",
        // The resource of a request says the same, shorter.
        "aspnet_core.endpoint", "aspnet_core.route", "http.route", "http.method", "http.request.headers.host", "http.useragent",
        // What happened within a span is for the page.
        "events",
        // And that of a test.
        "test.name", "test.suite", "test.module", "test.bundle", "test.type", "test.framework", "test.framework_version",
    ];

    /// <summary>Spans that came together, which are a trace or a part of one; under the store's gate.</summary>
    /// <param name="first">Ordinal of the first.</param>
    /// <param name="end">That behind the last.</param>
    public string Render(SpanStore store, long first, long end)
    {
        var spans = new List<(SpanSegment, int)>();
        for (var ordinal = Math.Max(first, store.FirstOrdinal); ordinal < end; ordinal++)
            spans.Add(store.Locate(ordinal));

        var text = new StringBuilder();
        // More than one is without a parent here when a trace comes in parts.
        foreach (var root in new TraceShape(spans).Nodes.Where(node => node.Parent is null))
        {
            text.Append('\n');
            Append(text, root, 1, root.Duration, "", "", "", 0);
        }

        return text.ToString();
    }

    private void Append(StringBuilder text, TraceNode span, int count, long duration, string parentService, string branch, string indent, int depth)
    {
        var (name, resource, service) = (span.Name, span.Resource, span.Service);
        text.Append(palette.Quiet(FormatDuration(duration))).Append("  ").Append(palette.Quiet(branch)).Append(palette.Name(Clean(name)));
        if (resource.Length > 0 && resource != name)
            text.Append("  ").Append(palette.Resource(Cut(resource)));
        if (count > 1)
            text.Append(CultureInfo.InvariantCulture, $"  × {count}");
        if (service != parentService)
            text.Append("  ").Append(palette.Service($"[{Clean(service)}]"));
        var tags = Tags(span);
        AppendTags(text, resource, tags);
        if (span.Error)
            AppendError(text, tags);
        text.Append('\n');

        var children = span.Children;
        if (depth == MaxDepth && children.Count > 0)
        {
            text.Append(' ', 9).Append("  ").Append(palette.Quiet(indent + "…")).Append('\n');
            return;
        }

        for (var i = 0; i < children.Count;)
        {
            var run = RunOfSimilar(children, i);
            var total = 0L;
            for (var k = 0; k < run; k++)
                total += children[i + k].Duration;
            var last = i + run == children.Count;
            Append(text, children[i], run, total, service, indent + (last ? "└─ " : "├─ "), indent + (last ? "   " : "│  "), depth + 1);
            i += run;
        }
    }

    private static int RunOfSimilar(List<TraceNode> siblings, int from)
    {
        var first = siblings[from];
        var (name, resource, service) = (first.Name, first.Resource, first.Service);
        var to = from;
        while (to < siblings.Count && !siblings[to].Error && siblings[to].Children.Count == 0
               && (siblings[to].Name, siblings[to].Resource, siblings[to].Service) == (name, resource, service))
            to++;
        return to - from >= Similar ? to - from : 1;
    }

    private static (SortedDictionary<string, string> Texts, SortedDictionary<string, double> Numbers) Tags(TraceNode span)
    {
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var numbers = new SortedDictionary<string, double>(StringComparer.Ordinal);
        var tags = span.Segment.Tags(span.Index);
        while (tags.Read())
        {
            var key = span.Segment.Strings.Text(tags.Key);
            if (tags.IsNumber)
                numbers[key] = tags.Number;
            else
                texts[key] = span.Segment.Strings.Text(tags.Text);
        }

        return (texts, numbers);
    }

    private void AppendTags(StringBuilder text, string resource, (SortedDictionary<string, string> Texts, SortedDictionary<string, double> Numbers) tags)
    {
        foreach (var (key, value) in tags.Texts)
            if (IsWorthShowing(key) && value != resource)
                text.Append("  ").Append(palette.Quiet($"{Clean(key)}={Cut(value)}"));
        foreach (var (key, value) in tags.Numbers)
            if (IsWorthShowing(key))
                text.Append("  ").Append(palette.Quiet($"{Clean(key)}={value.ToString("0.###", CultureInfo.InvariantCulture)}"));
    }

    private void AppendError(StringBuilder text, (SortedDictionary<string, string> Texts, SortedDictionary<string, double> Numbers) tags)
    {
        tags.Texts.TryGetValue("error.type", out var type);
        if (!tags.Texts.TryGetValue("error.message", out var message))
            tags.Texts.TryGetValue("error.msg", out message);
        var what = string.Join(": ", ((string?[])[type, message]).Where(part => !string.IsNullOrEmpty(part)));
        text.Append("  ").Append(palette.Error("✗ " + (what.Length > 0 ? Cut(what, 2 * MaxValue) : "error")));
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
