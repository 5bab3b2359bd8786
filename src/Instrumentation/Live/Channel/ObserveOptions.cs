using DdRun.Instrumentation.Expressions;
using DdRun.Instrumentation.InProcess;
using DdRun.Instrumentation.Live.Rendering;
using DdRun.Instrumentation.Patterns;

namespace DdRun.Instrumentation.Live.Channel;

/// <summary>What a command asks for with <c>observe</c>.</summary>
internal sealed record ObserveOptions
{
    private const int LongestTime = 24 * 60 * 60 * 1000;

    public required string Kind { get; init; }
    public required MethodChoice Choice { get; init; }
    public Expression? If { get; init; }
    public Expression[] Expressions { get; init; } = [];

    /// <summary>The expressions as they were written.</summary>
    public string[] Texts { get; init; } = [];

    public RenderOptions Rendering { get; init; } = new();

    /// <summary>After how many events it ends.</summary>
    public int Limit { get; init; }

    /// <summary>After how many milliseconds it ends; 0 for never.</summary>
    public int Time { get; init; }

    /// <summary>How many events there may be in a second.</summary>
    public int PerSecond { get; init; }

    /// <summary>Of a call tree.</summary>
    public int Depth { get; init; }

    /// <summary>Nanoseconds; shorter calls have no tree.</summary>
    public long Shortest { get; init; }

    /// <summary>Milliseconds between two reports.</summary>
    public int Interval { get; init; }

    /// <exception cref="LiveErrorException">It makes no sense.</exception>
    public static ObserveOptions Read(RequestValues values)
    {
        var kind = values.Text("kind");
        if (kind is not ("watch" or "trace" or "monitor" or "stack"))
            throw new LiveErrorException($"\"kind\" is watch, trace, monitor or stack, not {kind ?? "missing"}", "request");
        var texts = values.Texts("expressions");
        return new ObserveOptions
        {
            Kind = kind,
            Choice = ChoiceValues.Read(values),
            If = values.Text("if") is { Length: > 0 } condition ? Parse(condition, "if") : null,
            Expressions = Array.ConvertAll(texts, one => Parse(one, "expression")),
            Texts = texts,
            Rendering = new(values.Number("levels", 1, 0, RenderOptions.MostLevels), values.Flag("getters"), values.Flag("showSecrets")),
            Limit = values.Number("limit", kind == "monitor" ? int.MaxValue : 100, 1, int.MaxValue),
            Time = values.Number("forMs", kind == "monitor" ? 0 : 60_000, 0, LongestTime),
            PerSecond = values.Number("perSecond", 1000, 1, 100_000),
            Depth = values.Number("depth", 2, 1, 10),
            Shortest = values.Long("minNs", 0, 0, LongestTime * 1_000_000L),
            Interval = values.Number("intervalMs", 5000, 100, LongestTime),
        };
    }

    private static Expression Parse(string text, string source) => ExpressionParser.TryParseBraced(text, out var expression, out var error, out var column)
        ? expression
        : throw new LiveErrorException(new LiveError(error, source) { Text = text, Column = column + 1 });
}
