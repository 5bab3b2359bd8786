using System.Globalization;
using System.Text;

namespace DdRun.Viewer.Filters;

/// <summary>
/// A filter's text into its terms, which must all hold: <c>service:shop status:error duration:&gt;50ms http.route:/x -env:test "free text"</c>.
/// </summary>
internal static class FilterParser
{
    private const int MaxTerms = 32, MaxLength = 4096;

    private static readonly Dictionary<string, FilterField> Fields = new(StringComparer.Ordinal)
    {
        ["service"] = FilterField.Service,
        ["name"] = FilterField.Name,
        ["operation"] = FilterField.Name,
        ["operation_name"] = FilterField.Name,
        ["resource"] = FilterField.Resource,
        ["resource_name"] = FilterField.Resource,
        ["type"] = FilterField.Type,
        ["status"] = FilterField.Status,
        ["duration"] = FilterField.Duration,
        ["spans"] = FilterField.Spans,
        ["trace"] = FilterField.TraceId,
        ["trace_id"] = FilterField.TraceId,
        ["run"] = FilterField.Run,
        ["is"] = FilterField.Root,
    };

    /// <summary>The words in front of a colon that are no tags.</summary>
    public static IEnumerable<string> FieldNames => ["service", "name", "resource", "type", "status", "duration", "spans", "trace", "run", "is"];

    /// <exception cref="FilterException">A term that means nothing.</exception>
    public static IReadOnlyList<FilterTerm> Parse(string? text)
    {
        var terms = new List<FilterTerm>();
        if (string.IsNullOrWhiteSpace(text))
            return terms;
        if (text.Length > MaxLength)
            throw new FilterException($"a filter has at most {MaxLength} characters", MaxLength);
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var start = at;
            var negated = text[at] == '-' && at + 1 < text.Length && !char.IsWhiteSpace(text[at + 1]);
            if (negated)
                at++;
            var word = ReadWord(text, ref at, out var colon);
            if (terms.Count == MaxTerms)
                throw new FilterException($"a filter has at most {MaxTerms} terms", start);
            terms.Add(colon <= 0 ? new(FilterField.Text, "", FilterComparison.Equal, word, 0, negated) : Term(word[..colon], word[(colon + 1)..], start, negated));
        }

        return terms;
    }

    // Up to a space; quotes keep spaces, and colons within quotes are no separators.
    private static string ReadWord(string text, ref int at, out int colon)
    {
        var word = new StringBuilder();
        colon = -1;
        var quoted = false;
        for (; at < text.Length && (quoted || !char.IsWhiteSpace(text[at])); at++)
        {
            if (text[at] == '"')
            {
                quoted = !quoted;
                continue;
            }

            if (text[at] == '\\' && at + 1 < text.Length && text[at + 1] is '"' or '\\')
                at++;
            else if (text[at] == ':' && !quoted && colon < 0)
                colon = word.Length;
            word.Append(text[at]);
        }

        return word.ToString();
    }

    private static FilterTerm Term(string key, string value, int position, bool negated)
    {
        var isTag = key[0] == '@';
        if (isTag)
            key = key[1..];
        if (value.Length == 0)
            throw new FilterException($"'{key}:' needs a value; '{key}:*' asks whether it is there", position);
        var field = !isTag && Fields.TryGetValue(key, out var known) ? known : FilterField.Tag;
        switch (field)
        {
            case FilterField.Status when value is not ("error" or "ok"):
                throw new FilterException("status is 'error' or 'ok'", position);
            case FilterField.Root when value != "root":
                throw new FilterException("'is:root' is the only thing to be", position);
            case FilterField.Duration or FilterField.Spans:
                var comparison = Comparison(ref value) ?? FilterComparison.Equal;
                var number = field == FilterField.Duration ? Duration(value) : Number(value);
                return new(field, key, comparison, value, number ?? throw new FilterException(field == FilterField.Duration ? $"'{value}' is no duration; one is >50ms, <=2s, 300us" : $"'{value}' is no number of spans; one is >100, <=5, 12", position), negated);
            case FilterField.Tag when value == "*":
                return new(field, key, FilterComparison.Exists, "", 0, negated);
            case FilterField.Tag when Comparison(ref value) is { } order:
                return new(field, key, order, value, Number(value) ?? throw new FilterException($"'{value}' is no number", position), negated);
            default:
                return new(field, key, FilterComparison.Equal, value, Number(value) ?? double.NaN, negated);
        }
    }

    private static FilterComparison? Comparison(ref string value)
    {
        var (comparison, length) = value switch
        {
            ['>', '=', ..] => (FilterComparison.GreaterOrEqual, 2),
            ['<', '=', ..] => (FilterComparison.LessOrEqual, 2),
            ['>', ..] => (FilterComparison.Greater, 1),
            ['<', ..] => (FilterComparison.Less, 1),
            _ => (FilterComparison.Equal, 0),
        };
        value = value[length..];
        return length == 0 ? null : comparison;
    }

    private static double? Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <returns>Nanoseconds; without a unit, the number is of milliseconds.</returns>
    private static double? Duration(string text)
    {
        (string Unit, double Factor)[] units = [("ns", 1), ("us", 1e3), ("µs", 1e3), ("ms", 1e6), ("min", 60e9), ("m", 60e9), ("s", 1e9), ("h", 3600e9)];
        foreach (var (unit, factor) in units)
            if (text.EndsWith(unit, StringComparison.Ordinal) && Number(text[..^unit.Length]) is { } number)
                return number * factor;
        return Number(text) * 1e6;
    }
}
