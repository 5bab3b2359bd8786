using System.Text.Json;
using DdRun.Launcher.Cli;
using DdRun.Launcher.Live.Rendering;

namespace DdRun.Launcher.Tests.Live;

public class ViewTests
{
    private static readonly Style s_plain = new(false);

    [Theory]
    [InlineData("1.50", "1.50")]
    [InlineData("9007199254740993", "9007199254740993")]
    [InlineData("null", "null")]
    [InlineData("\"a\\nb\"", "\"a\\nb\"")]
    [InlineData("\"‹redacted›\"", "‹redacted›")]
    [InlineData("[1,\"x\",null]", "[1, \"x\", null]")]
    [InlineData("{\"$type\":\"Shop.Cart\"}", "Shop.Cart")]
    [InlineData("{\"$type\":\"Shop.Cart\",\"A\":1,\"B\":{\"$type\":\"C\"}}", "Shop.Cart { A: 1, B: C }")]
    [InlineData("{\"$type\":\"int[]\",\"$count\":2,\"$items\":[1,2]}", "int[](2) [1, 2]")]
    [InlineData("{\"$type\":\"int[]\",\"$count\":12}", "int[](12)")]
    [InlineData("{\"$error\":\"NullReferenceException\"}", "‹threw NullReferenceException›")]
    [InlineData("{\"$type\":\"Evil\\u001b[31m\",\"\\u0007\":1}", "Evil\\u001b[31m { \\u0007: 1 }")]
    [InlineData("{\"plain\":1}", "{} { plain: 1 }")]
    public void A_value_on_one_line(string json, string line) => Assert.Equal(line, ValueText.Line(Parse(json)));

    [Fact]
    public void A_value_that_does_not_fit_gets_a_line_a_member()
    {
        var value = Parse("""{"$type":"Shop.Cart","Total":12.5,"Customer":{"$type":"Shop.Customer","Name":"A very long name of a customer"},"Lines":{"$type":"List<Line>","$count":12,"$items":[{"$type":"Line","Sku":"ABCDEFGHIJKLMNOP"},2]}}""");
        Assert.Equal(
            [
                "Shop.Cart", "  Total: 12.5", "  Customer: Shop.Customer", "    Name: \"A very long name …", "  Lines: List<Line>(12)",
                "    [0]: Line", "      Sku: \"ABCDEFGHIJKLMNOP\"", "    [1]: 2", "    … 10 more",
            ],
            ValueText.Lines(value, 29));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(100)]
    public void No_line_is_wider_than_the_terminal(int width)
    {
        var call = Parse("""
            {"time":1764500000123456789,"method":"Shop.Some.Very.Long.Namespace.Cart.Checkout(Cart cart, string customer, System.Collections.Generic.List<string> names)","thread":12,"threadName":"worker","durationNs":1500000,"args":{"cart":{"$type":"Shop.Cart","Total":12.5,"Note":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}},"exception":{"type":"System.InvalidOperationException","message":"Something went wrong in a way that takes many words to tell","stack":"   at Shop.A.B() in /src/file.cs:line 12\n   at Shop.C.D() in /src/another/file/with/a/long/path/and/more.cs:line 12"},"tree":{"method":"Shop.Some.Very.Long.Namespace.Cart.Checkout(Cart cart, string customer, System.Collections.Generic.List<string> names)","calls":1,"totalNs":1500000,"selfNs":2,"children":[{"method":"Shop.Some.Very.Long.Namespace.Cart.Checkout(Cart cart, string customer, System.Collections.Generic.List<string> names)","calls":500,"totalNs":1,"selfNs":1,"minNs":1,"maxNs":3}]}}
            """);
        var terminal = new Terminal(width);
        foreach (var view in (LiveView[])[new WatchView(s_plain, terminal), new TraceView(s_plain, terminal)])
        {
            // The tree's numbers and branches have their place before any name has one.
            Assert.All(view.Show(call).Split('\n'), line => Assert.True(line.Length <= Math.Max(width, 64), line));
        }
    }

    [Fact]
    public void An_exception_is_shown_with_the_top_of_its_stack()
    {
        var frames = string.Join("\\n", Enumerable.Range(0, 12).Select(frame => $"   at Shop.F{frame}()"));
        var shown = new WatchView(s_plain, new(null)).Show(Parse($$$"""{"time":0,"method":"M()","thread":1,"durationNs":10,"exception":{"type":"System.Exception","message":"bad\nthing","stack":"{{{frames}}}"}}"""));
        Assert.Contains("  ✗ System.Exception: bad\\nthing\n    at Shop.F0()\n", shown, StringComparison.Ordinal);
        Assert.EndsWith("    at Shop.F7()\n    … 4 frames more\n", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trace_is_a_tree_with_loops_folded()
    {
        var shown = new TraceView(s_plain, new(null)).Show(Parse("""
            {"time":0,"method":"A()","thread":7,"tree":{"method":"A()","calls":1,"totalNs":2500000,"selfNs":500000,"children":[
              {"method":"B()","calls":500,"totalNs":1500000,"selfNs":1500000,"minNs":1000,"maxNs":30000},
              {"method":"C()","calls":1,"totalNs":500000,"selfNs":100,"exception":"System.Exception","children":[{"method":"D()","calls":1,"totalNs":2,"selfNs":2}]}]}}
            """));
        Assert.Equal(
            """
                total       self  call
              2.50 ms     500 µs  A()
              1.50 ms    1.50 ms  ├─ B()  × 500 (1.00 µs to 30.0 µs)
               500 µs     100 ns  └─ C()  ✗ System.Exception
                 2 ns       2 ns     └─ D()


            """,
            shown[(shown.IndexOf('\n', StringComparison.Ordinal) + 1)..]);
    }

    [Fact]
    public void A_monitor_is_a_table_with_one_heading_where_nothing_scrolls()
    {
        var narrow = new MonitorView(s_plain, new(80)).Show(Parse("""{"time":0,"method":"Shop.Orders.Cart.Checkout(Cart cart)","calls":7,"failed":1,"meanNs":1000,"p50Ns":2000,"p95Ns":3000,"p99Ns":4000,"maxNs":5000}"""));
        Assert.Equal(["TIME         CALLS    FAILED       P50       P99  METHOD", "         7         1   2.00 µs   4.00 µs  Shop.Orders.Cart.Checkout(…)"], narrow.TrimEnd('\n').Split('\n').Select(line => line[0] == 'T' ? line : line[8..]));

        var view = new MonitorView(s_plain, new(null));
        var first = view.Show(Parse("""{"time":0,"method":"A()","intervalMs":5000,"calls":1500,"failed":2,"meanNs":1500000,"p50Ns":1000000,"p95Ns":2000000,"p99Ns":3000000,"maxNs":4000000}"""));
        var second = view.Show(Parse("""{"time":5000000000,"method":"A()","intervalMs":5000,"calls":0,"failed":0}"""));
        Assert.Equal("TIME         CALLS    FAILED      MEAN       P50       P95       P99       MAX  METHOD", first.Split('\n')[0]);
        Assert.EndsWith("     1,500         2   1.50 ms   1.00 ms   2.00 ms   3.00 ms   4.00 ms  A()\n", first, StringComparison.Ordinal);
        Assert.EndsWith("         0         0                                                    A()\n", second, StringComparison.Ordinal);
        Assert.DoesNotContain("CALLS", second, StringComparison.Ordinal);
    }

    [Fact]
    public void Stacks_come_at_the_end_the_most_frequent_last()
    {
        var view = new StackView(s_plain, new(null), forPrograms: false);
        Assert.Equal("", view.Show(Parse("""{"kind":"stacks","stacks":[{"count":1,"frames":["A()"]}]}""")));
        view.Show(Parse("""{"kind":"stacks","stacks":[{"count":1200,"frames":["A()","B() in b.cs:12"]},{"count":3,"frames":["A()","C()"]}]}"""));
        Assert.Equal("3 ×\n  A()\n  at C()\n\n1,200 ×\n  A()\n  at B() in b.cs:12\n\n", view.End());
    }

    [Theory]
    [InlineData("ab", 1, 1, "  ab\n  ^")]
    [InlineData("ab", 1, 3, "  ab\n    ^")]
    [InlineData("ab", 1, 99, "  ab\n    ^")]
    [InlineData("a\tb", 1, 3, "  a\\tb\n     ^")]
    [InlineData("one\ntwo\nthree", 2, 2, "  two\n   ^")]
    public void A_caret_stands_under_the_mistake(string text, int line, int column, string shown) => Assert.Equal(shown, Caret.Under(text, line, column));

    [Fact]
    public void Of_a_long_line_the_mistakes_surroundings_are_shown()
    {
        var lines = Caret.Under(new string('a', 200) + "X" + new string('b', 200), 1, 201).Split('\n');
        Assert.Equal('X', lines[0][lines[1].IndexOf('^', StringComparison.Ordinal)]);
        Assert.True(lines[0].Length < 120);
    }

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;
}
