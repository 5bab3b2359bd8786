using System.Globalization;
using DdRun.Instrumentation.Explain;
using DdRun.Instrumentation.Tests.Weaving;
using DdRun.Testing;

namespace DdRun.Instrumentation.Tests.Expressions;

public class LanguageTests
{
    private static readonly string s_table = Path.Combine(Repository.Root, "tests", "Instrumentation.Tests", "Expressions", "data", "expressions.txt");

    private static List<(string Expression, string Expected)> Rows(string arrow) =>
    [
        .. File.ReadLines(s_table).Where(line => !line.StartsWith('#') && line.Contains(arrow, StringComparison.Ordinal)).Select(line =>
        {
            var at = line.LastIndexOf(arrow, StringComparison.Ordinal);
            return (line[..at], line[(at + arrow.Length)..]);
        }),
    ];

    private static string Manifest(string method, string members) => $$"""{ "instrument": [ { "method": "{{method}}", {{members}} } ] }""";

    private static string Json(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    private static string Tags(IEnumerable<string> expressions) =>
        "\"tags\": {" + string.Join(",\n", expressions.Select((expression, index) => $"\"e{index}\": {Json("{" + expression + "}")}")) + "}";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Each_expression_of_the_table_has_its_value(bool debug)
    {
        var rows = Rows(" => ");
        Assert.True(rows.Count >= 300, $"{rows.Count} expressions");
        var (result, spans) = await WovenProcess.Run(Manifest("Shapes.Cases.Language.Go", Tags(rows.Select(row => row.Expression))), "dotnet", ShapesApp.Path(debug));

        Assert.Equal(0, result.ExitCode);
        var span = Assert.Single(spans, span => span.Name == "Language.Go");
        var wrong = rows.Select((row, index) => (row.Expression, row.Expected, Actual: Value(span, "e" + index)))
            .Where(row => row.Expected != row.Actual).Select(row => $"{row.Expression} is {row.Actual}, not {row.Expected}");
        Assert.Equal("", string.Join("\n", wrong));
    }

    [Fact]
    public void Each_mistake_of_the_table_is_told_with_its_column()
    {
        using var folder = new TemporaryFolder();
        var wrong = new List<string>();
        var rows = Rows(" !! ");
        Assert.True(rows.Count >= 50, $"{rows.Count} mistakes");
        foreach (var (expression, expected) in rows)
        {
            var column = int.Parse(expected[..expected.IndexOf(' ', StringComparison.Ordinal)], CultureInfo.InvariantCulture);
            var says = expected[(expected.IndexOf(' ', StringComparison.Ordinal) + 1)..];
            var text = Mistake(folder, expression, out var at);
            if (!text.Contains(says, StringComparison.Ordinal) || (column > 0 && at != column))
                wrong.Add($"{expression}: column {at} \"{text}\", not {column} \"{says}\"");
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Fact]
    public async Task A_condition_that_is_known_when_the_call_begins_decides_whether_there_is_a_span()
    {
        var spans = await Run("Nested", "\"if\": \"depth > 1 && depth < 3\"");
        Assert.Single(spans);
        Assert.Equal(3, (await Run("Nested", "\"if\": \"{depth >= 1}\", \"tags\": { \"depth\": \"{depth}\" }")).Count);
        Assert.Empty(await Run("Nested", "\"if\": \"depth > 100\""));
    }

    [Fact]
    public async Task A_span_that_is_thrown_away_leaves_its_children_to_its_parent()
    {
        var spans = await Run("Nested", "\"if\": \"return != 2\", \"tags\": { \"depth\": \"{depth}\" }");

        Assert.Equal([0, 1, 3], spans.Select(span => span.Metrics["depth"]).Order());
        var (outer, inner) = (spans.Single(span => span.Metrics["depth"] == 3), spans.Single(span => span.Metrics["depth"] == 1));
        Assert.Equal(outer.SpanId, inner.ParentId);
    }

    [Theory]
    [InlineData("Check", "no -1")]
    [InlineData("CheckLater", "later -1")]
    public async Task What_a_call_has_come_to_decides_whether_its_span_stays(string method, string message)
    {
        Assert.Equal(["600"], await Codes(method, "return.Code >= 500"));
        Assert.Equal(["-1", "600"], await Codes(method, "error || return.Code >= 500"));
        Assert.Equal(["-1"], await Codes(method, "error"));
        Assert.Equal(["1", "600"], await Codes(method, "!error"));
        Assert.Equal(["-1"], await Codes(method, $"exception.Message == '{message}'"));
        Assert.Equal(["-1"], await Codes(method, "typeName(exception) == 'InvalidOperationException' && code < 0"));
        Assert.Equal(["600"], await Codes(method, "code > 1 && return.Text == 'code ' + code"));
        Assert.Equal(["-1", "1", "600"], await Codes(method, "duration >= 0ns && duration < 1h"));
        Assert.Empty(await Codes(method, "duration > 1h"));
    }

    [Theory]
    [InlineData("Check")]
    [InlineData("CheckLater")]
    public async Task A_result_can_count_as_an_error_and_say_so(string method)
    {
        var spans = await Run(method, "\"error\": \"return.Code >= 500\", \"status\": \"{code} of {method}: {return.Text}\", \"tags\": { \"code\": \"{code}\" }");

        Assert.Equal(3, spans.Count);
        var failed = spans.Single(span => span.Metrics["code"] == 600);
        Assert.Equal((1, $"600 of {method}: code 600"), (failed.Error, failed.Meta["error.message"]));
        Assert.Equal(0, spans.Single(span => span.Metrics["code"] == 1).Error);
        Assert.DoesNotContain("error.message", spans.Single(span => span.Metrics["code"] == 1).Meta.Keys);
    }

    [Fact]
    public async Task Ends_are_read_of_value_tasks_and_iterations()
    {
        var span = Assert.Single(await Run("CheckValue", "\"if\": \"return + code == 1200\", \"tags\": { \"sum\": \"{return + 1}\", \"text\": \"{code}/{return}\" }"));
        Assert.Equal((601.0, "600/600"), (span.Metrics["sum"], span.Meta["text"]));
        Assert.Single(await Run("Steps", "\"if\": \"count == 2 && duration < 1h\""));
        Assert.Empty(await Run("Steps", "\"if\": \"count == 3\""));
    }

    [Fact]
    public async Task A_method_whose_condition_makes_no_sense_has_no_spans()
    {
        Assert.Empty(await Run("Nested", "\"if\": \"dept > 1\""));
        using var folder = new TemporaryFolder();
        var explanation = Explanation.OfManifests(ShapesApp.Path(debug: false), [folder.Write("m.json", Manifest("Shapes.Cases.Language.Nested", "\"if\": \"dept > 1\""))]);
        var method = Assert.Single(explanation.Methods, method => method.Method.Contains("Nested", StringComparison.Ordinal));
        Assert.Equal("condition", method.Refusal!.Code);
        Assert.Contains("did you mean 'depth'", Assert.Single(method.Notes), StringComparison.Ordinal);
    }

    private static string Mistake(TemporaryFolder folder, string expression, out int column)
    {
        column = 0;
        var explanation = Explanation.OfManifests(ShapesApp.Path(debug: false), [folder.Write("m.json", Manifest("Shapes.Cases.Language.Go", Tags([expression])))]);
        if (explanation.Problems is [var problem, ..])
        {
            // Before it stand, on the problem's line, the tag's name and the quote and brace of its text.
            column = problem.Column - File.ReadLines(problem.File).ElementAt(problem.Line - 1).IndexOf("\"{", StringComparison.Ordinal) - 2;
            return problem.Message;
        }
        var note = explanation.Methods.Single(method => method.Method.Contains("Language.Go", StringComparison.Ordinal)).Notes is [var first, ..] ? first : "";
        var mark = note.LastIndexOf(", column ", StringComparison.Ordinal);
        if (mark >= 0)
            column = int.Parse(note[(mark + 9)..note.IndexOf(':', mark)], CultureInfo.InvariantCulture);
        return note;
    }

    private static async Task<IEnumerable<string>> Codes(string method, string condition) =>
        (await Run(method, $"\"if\": {Json(condition)}, \"tags\": {{ \"code\": \"{{code}}\" }}")).Select(span => Value(span, "code")).Order(StringComparer.Ordinal);

    private static async Task<IReadOnlyList<ReceivedSpan>> Run(string method, string members)
    {
        var (result, spans) = await WovenProcess.Run(Manifest("Shapes.Cases.Language." + method, members), "dotnet", ShapesApp.Path(debug: false));
        Assert.Equal(0, result.ExitCode);
        return [.. spans.Where(span => span.Name == "Language." + method)];
    }

    private static string Value(ReceivedSpan span, string tag) =>
        span.Meta.TryGetValue(tag, out var text) ? text : span.Metrics.TryGetValue(tag, out var number) ? number.ToString("R", CultureInfo.InvariantCulture) : "-";
}
