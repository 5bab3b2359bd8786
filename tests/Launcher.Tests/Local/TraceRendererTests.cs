using DdRun.Launcher.Cli;
using DdRun.Launcher.Local;

namespace DdRun.Launcher.Tests.Local;

public class TraceRendererTests
{
    private static string Render(params LocalSpan[] spans) => new TraceRenderer(new(colors: false)).Render(spans);

    private static LocalSpan Span(ulong id, ulong parent, string name, long start = 0, long duration = 1_500_000) =>
        new() { TraceId = 1, SpanId = id, ParentId = parent, Name = name, Service = "shop", Start = start, Duration = duration };

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
        var child = Span(2, 1, "query", 5);
        child.Service = "db";
        child.Resource = "SELECT 1";
        child.Error = true;
        child.Meta["db.name"] = "orders";
        child.Meta["error.type"] = "Sqlite.SqlException";
        child.Meta["error.message"] = "locked";
        child.Meta["error.stack"] = "at …";
        child.Meta["_dd.p.dm"] = "-0";
        child.Metrics["rows"] = 2.5;
        child.Metrics["_sampling_priority_v1"] = 1;

        Assert.EndsWith("└─ query  SELECT 1  [db]  db.name=orders  rows=2.5  ✗ Sqlite.SqlException: locked\n", Render(Span(1, 0, "order"), child), StringComparison.Ordinal);
    }

    [Fact]
    public void Spans_whose_parent_is_elsewhere_begin_a_tree_of_their_own() =>
        Assert.Equal(2, Render(Span(2, 99, "late part"), Span(3, 98, "later part")).Split("[shop]").Length - 1);

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
        var span = Span(1, 0, "name\u001b]0;title\a");
        span.Resource = "SELECT 1\r\n  FROM x" + new string('y', 500);

        var text = Render(span);

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
        var colored = new TraceRenderer(new(colors: true)).Render([Span(1, 0, "order")]);

        Assert.Contains("\u001b[1morder\u001b[0m", colored, StringComparison.Ordinal);
        Assert.Equal(Render(Span(1, 0, "order")), System.Text.RegularExpressions.Regex.Replace(colored, "\u001b\\[[0-9;]*m", ""));
    }
}
