using System.Collections;
using System.Text;
using DdRun.Viewer.Store;

namespace DdRun.Viewer.Filters;

/// <summary>A term for the spans of one segment: the numbers of its strings that are meant.</summary>
internal sealed class CompiledTerm
{
    private readonly int _key;
    private readonly BitArray? _values;
    private readonly bool _none;

    public CompiledTerm(FilterTerm term, Utf8Heap strings)
    {
        Term = term;
        if (term.Field == FilterField.Tag)
        {
            _key = strings.Find(Encoding.UTF8.GetBytes(term.Key));
            _none = _key == 0;
        }

        if (!_none && term.Comparison == FilterComparison.Equal && term.Field is not (FilterField.Status or FilterField.Duration or FilterField.Root or FilterField.Run))
        {
            var pattern = new TextPattern(term.Text, term.Field == FilterField.Text);
            _values = new(strings.Count);
            for (var number = 0; number < strings.Count; number++)
                _values[number] = pattern.Matches(strings[number]);
        }
    }

    public FilterTerm Term { get; }

    public bool Matches(SpanSegment segment, int index, RunTable runs)
    {
        if (_none)
            return false;
        switch (Term.Field)
        {
            case FilterField.Service:
                return _values![segment.Services[index]];
            case FilterField.Name:
                return _values![segment.Names[index]];
            case FilterField.Resource:
                return _values![segment.Resources[index]];
            case FilterField.Type:
                return _values![segment.Types[index]];
            case FilterField.Status:
                return segment.Errors[index] == (Term.Text == "error");
            case FilterField.Duration:
                return SpanFilter.Compare(segment.Durations[index], Term);
            case FilterField.Root:
                return segment.ParentIds[index] == 0;
            case FilterField.Run:
                return runs[segment.Runs[index]] is var run && (run.Id == Term.Text || run.Name == Term.Text);
            case FilterField.Text:
                return _values![segment.Services[index]] || _values[segment.Names[index]] || _values[segment.Resources[index]] || AnyTag(segment, index);
            default:
                return Tag(segment, index);
        }
    }

    private bool AnyTag(SpanSegment segment, int index)
    {
        var tags = segment.Tags(index);
        while (tags.Read())
            if (!tags.IsNumber && _values![tags.Text])
                return true;
        return false;
    }

    private bool Tag(SpanSegment segment, int index)
    {
        var tags = segment.Tags(index);
        while (tags.Read())
        {
            if (tags.Key != _key)
                continue;
            if (Term.Comparison == FilterComparison.Exists)
                return true;
            if (tags.IsNumber)
                return SpanFilter.Compare(tags.Number, Term);
            if (Term.Comparison == FilterComparison.Equal)
                return _values![tags.Text];
            return System.Buffers.Text.Utf8Parser.TryParse(tags.TextBytes, out double number, out var taken) && taken == tags.TextBytes.Length
                && SpanFilter.Compare(number, Term);
        }

        return false;
    }
}
