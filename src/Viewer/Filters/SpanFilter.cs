using System.Globalization;
using DdRun.Viewer.Store;

namespace DdRun.Viewer.Filters;

/// <summary>A filter over the store's spans: what a term's text means is found once for each segment, and is a number from there on.</summary>
internal sealed class SpanFilter(IReadOnlyList<FilterTerm> terms, SpanStore store)
{
    private readonly Dictionary<SpanSegment, (int Count, CompiledTerm[] Terms)> _compiled = [];
    private SpanSegment? _last;
    private int _lastCount;
    private CompiledTerm[] _lastTerms = [];

    public SpanFilter(string? text, SpanStore store)
        : this(FilterParser.Parse(text), store)
    {
    }

    public bool IsEmpty => terms.Count == 0;

    /// <summary>Whether one of the trace's spans is what the filter asks for.</summary>
    public bool Matches(in TraceRow row)
    {
        if (terms.Count == 0)
            return true;
        foreach (var term in terms)
        {
            if (term.Field == FilterField.Spans && Compare(row.Spans, term) == term.Negated)
                return false;
            // Nothing in a trace takes longer than all of it.
            if (term is { Field: FilterField.Duration, Negated: false, Comparison: FilterComparison.Greater or FilterComparison.GreaterOrEqual } && row.Duration < term.Number)
                return false;
            if (term is { Field: FilterField.Status, Negated: false, Text: "error" } && row.Errors == 0)
                return false;
            if (term.Field == FilterField.TraceId && MatchesId(row, term.Text) == term.Negated)
                return false;
        }

        for (var ordinal = row.Head; ordinal != 0;)
        {
            var (segment, index) = store.Locate(ordinal);
            if (Matches(segment, index))
                return true;
            ordinal = segment.Next[index];
        }

        return false;
    }

    /// <summary>Whether a span is what the filter asks for, apart from what it asks of the trace.</summary>
    public bool Matches(SpanSegment segment, int index)
    {
        // Strings that came after the last look may be meant, too.
        if (!ReferenceEquals(segment, _last) || segment.Strings.Count != _lastCount)
        {
            _lastTerms = Compile(segment);
            (_last, _lastCount) = (segment, segment.Strings.Count);
        }

        foreach (var term in _lastTerms)
            if (term.Matches(segment, index, store.Runs) == term.Term.Negated)
                return false;
        return true;
    }

    public static bool Compare(double value, FilterTerm term) => term.Comparison switch
    {
        FilterComparison.Greater => value > term.Number,
        FilterComparison.GreaterOrEqual => value >= term.Number,
        FilterComparison.Less => value < term.Number,
        FilterComparison.LessOrEqual => value <= term.Number,
        _ => value.Equals(term.Number),
    };

    private static bool MatchesId(in TraceRow row, string text)
    {
        var id = row.TraceIdHigh.ToString("x16", CultureInfo.InvariantCulture) + row.TraceId.ToString("x16", CultureInfo.InvariantCulture);
        return id.EndsWith(text, StringComparison.OrdinalIgnoreCase) || row.TraceId.ToString(CultureInfo.InvariantCulture) == text;
    }

    private CompiledTerm[] Compile(SpanSegment segment)
    {
        if (_compiled.TryGetValue(segment, out var known) && known.Count == segment.Strings.Count)
            return known.Terms;
        var compiled = new List<CompiledTerm>();
        foreach (var term in terms)
            if (term.Field is not (FilterField.Spans or FilterField.TraceId))
                compiled.Add(new(term, segment.Strings));
        CompiledTerm[] result = [.. compiled];
        _compiled[segment] = (segment.Strings.Count, result);
        return result;
    }
}
