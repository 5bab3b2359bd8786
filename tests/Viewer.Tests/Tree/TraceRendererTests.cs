using DdRun.Viewer.Receivers.Datadog;
using DdRun.Viewer.Store;
using DdRun.Viewer.Tree;

namespace DdRun.Viewer.Tests.Tree;

public class TraceRendererTests
{
    private static string Render(params TestSpan[] spans) => Render(colors: false, spans);

    private static string Render(bool colors, params TestSpan[] spans)
    {
        var store = new SpanStore(1 << 20);
        var text = "";
        new TraceReader(store, TestSpan.V04(spans), (first, end) => text += new TraceRenderer(new(colors)).Render(store, first, end)).ReadV04();
        return text;
    }

    private static TestSpan Span(ulong id, ulong parent, string name, long start = 0, long duration = 1_500_000) =>
        new() { Id = id, Parent = parent, Name = name, Resource = "", Start = start, Duration = duration };

    [Fact]
    public void Children_stand_under_their_parents_in_order_of_start()
    {
        var text = Render(Span(4, 2, "slice", 30), Span(3, 1, "serve", 40), Span(2, 1, "assemble", 20), Span(1, 0, "order", 10, 12_340_000));

        Assert.Equal(
            """

             12.34 ms  order  [shop]
              1.50 ms  ├─ assemble
              1.50 ms  │  └─ slice
              1.50 ms  └─ serve

            """,
            text);
    }

    [Fact]
    public void Resource_tags_error_and_another_service_are_on_the_line()
    {
        var child = Span(2, 1, "query", 5) with
        {
            Service = "db",
            Resource = "SELECT 1",
            Error = true,
            Meta = new()
            {
                ["db.name"] = "orders",
                ["error.type"] = "Sqlite.SqlException",
                ["error.message"] = "locked",
                ["error.stack"] = "at …",
                ["_dd.p.dm"] = "-0",
            },
            Metrics = new() { ["rows"] = 2.5, ["_sampling_priority_v1"] = 1 },
        };

        Assert.EndsWith("└─ query  SELECT 1  [db]  db.name=orders  rows=2.5  ✗ Sqlite.SqlException: locked\n", Render(Span(1, 0, "order"), child), StringComparison.Ordinal);
    }

    [Fact]
    public void Spans_whose_parent_is_elsewhere_begin_a_tree_of_their_own() =>
        Assert.Equal(2, Render(Span(2, 99, "late part"), Span(3, 98, "later part")).Split("[shop]").Length - 1);

    [Fact]
    public void Spans_that_are_each_others_parents_are_shown() => Assert.Contains("└─ egg", Render(Span(1, 2, "hen", 1), Span(2, 1, "egg", 2)), StringComparison.Ordinal);

    [Fact]
    public void Siblings_that_began_together_stand_as_they_came()
    {
        var names = Enumerable.Range(0, 100).Select(number => $"step-{number:000}").ToArray();

        var text = Render([Span(1, 0, "order"), .. names.Select((name, at) => Span((ulong)at + 2, 1, name, 7))]);

        Assert.Equal(names, System.Text.RegularExpressions.Regex.Matches(text, @"step-\d+").Select(match => match.Value));
    }

    [Fact]
    public void A_trace_that_comes_in_parts_is_shown_in_parts()
    {
        var store = new SpanStore(1 << 20);
        var parts = new List<string>();
        foreach (var part in (TestSpan[])[Span(2, 1, "early"), Span(1, 0, "late")])
            new TraceReader(store, TestSpan.V04(part), (first, end) => parts.Add(new TraceRenderer(new(colors: false)).Render(store, first, end))).ReadV04();

        Assert.Equal(["\n  1.50 ms  early  [shop]\n", "\n  1.50 ms  late  [shop]\n"], parts);
    }

    [Fact]
    public void Many_siblings_that_look_the_same_are_one_line_with_their_sum()
    {
        var text = Render([Span(1, 0, "order"), .. Enumerable.Range(2, 50).Select(id => Span((ulong)id, 1, "slice", id, 1_000_000))]);

        Assert.EndsWith("\n 50.00 ms  └─ slice  × 50\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_chain_ends_somewhere() =>
        Assert.Equal(67, Render([.. Enumerable.Range(1, 5000).Select(id => Span((ulong)id, (ulong)id - 1, "deep"))]).Count(c => c == '\n'));

    [Fact]
    public void Text_cannot_command_the_terminal()
    {
        var text = Render(Span(1, 0, "name\u001b]0;title\a") with { Resource = "SELECT 1\r\n  FROM x" + new string('y', 500) });

        Assert.DoesNotContain('\u001b', text);
        Assert.Contains("SELECT 1 FROM xyyy", text, StringComparison.Ordinal);
        Assert.True(text.Length < 200);
    }

    [Theory]
    [InlineData(0, "  0.00 µs")]
    [InlineData(843_200, "   843 µs")]
    [InlineData(1_000_000, "  1.00 ms")]
    [InlineData(999_999_999, "  1000 ms")]
    [InlineData(61_500_000_000, " 61.50 s ")]
    public void Durations_are_nine_characters(long nanoseconds, string expected) => Assert.Equal(expected, TraceRenderer.FormatDuration(nanoseconds));

    [Fact]
    public void Colors_only_wrap()
    {
        var colored = Render(colors: true, Span(1, 0, "order"));

        Assert.Contains("\u001b[1morder\u001b[0m", colored, StringComparison.Ordinal);
        Assert.Equal(Render(Span(1, 0, "order")), System.Text.RegularExpressions.Regex.Replace(colored, "\u001b\\[[0-9;]*m", ""));
    }
}
