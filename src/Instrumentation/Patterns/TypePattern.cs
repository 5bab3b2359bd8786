using DdRun.Sampling;

namespace DdRun.Instrumentation.Patterns;

/// <summary>
/// Names of types: segments separated by <c>.</c>, nested types by <c>+</c>; <c>*</c> within a segment, <c>**</c> for any number of segments.
/// </summary>
internal sealed class TypePattern
{
    private readonly string[] _segments;
    private readonly string[] _nested;

    private TypePattern(string text, string[] segments, string[] nested)
    {
        Text = text;
        _segments = segments;
        _nested = nested;
        var literal = 0;
        while (literal < segments.Length && !segments[literal].Contains('*', StringComparison.Ordinal))
            literal++;
        IsExact = literal == segments.Length && !Array.Exists(nested, name => name.Contains('*', StringComparison.Ordinal));
        Prefix = string.Join('.', segments, 0, Math.Min(literal, segments.Length - 1));
        IncludesCompilerMade = text.Contains('<', StringComparison.Ordinal);
    }

    public string Text { get; }

    /// <summary>No wildcard anywhere.</summary>
    public bool IsExact { get; }

    /// <summary>What every namespace that can match begins with.</summary>
    public string Prefix { get; }

    public string LastSegment => _segments[^1];

    /// <summary>The type's own name, without namespace and types around it; null when the pattern has wildcards.</summary>
    public string? ExactName => !IsExact ? null : _nested.Length > 0 ? _nested[^1] : _segments[^1];

    public bool IncludesCompilerMade { get; }

    public static TypePattern Parse(string text)
    {
        var names = text.Split('+');
        return new TypePattern(text, names[0].Split('.'), names[1..]);
    }

    /// <param name="space">The namespace; empty for none.</param>
    /// <param name="names">The type's name, after those of the types around it; arities left out.</param>
    public bool IsMatch(string space, ReadOnlySpan<string> names)
    {
        // "Ns.**.Method" reaches nested types as well: nobody wants to write the number of plus signs.
        if (_nested.Length != names.Length - 1 && !(_nested.Length == 0 && _segments[^1] == "**"))
            return false;
        for (var i = 0; i < _nested.Length; i++)
        {
            if (!Glob.MatchesName(_nested[i], names[i + 1]))
                return false;
        }
        return Match(0, space, names[0]);
    }

    private bool Match(int segment, ReadOnlySpan<char> space, string type)
    {
        if (segment == _segments.Length)
            return false;
        if (_segments[segment] == "**")
        {
            if (segment == _segments.Length - 1)
                return true;
            for (var rest = space; ;)
            {
                if (Match(segment + 1, rest, type))
                    return true;
                if (rest.Length == 0)
                    return false;
                rest = After(rest);
            }
        }
        if (space.Length == 0)
            return segment == _segments.Length - 1 && Glob.MatchesName(_segments[segment], type);
        var dot = space.IndexOf('.');
        return Glob.MatchesName(_segments[segment], dot < 0 ? space : space[..dot]) && Match(segment + 1, After(space), type);
    }

    private static ReadOnlySpan<char> After(ReadOnlySpan<char> space)
    {
        var dot = space.IndexOf('.');
        return dot < 0 ? default : space[(dot + 1)..];
    }
}
