namespace DdRun.Export.Datadog.Stats.Obfuscation;

/// <summary>
/// Writes what remains of a statement, token by token: values as <c>?</c>, lists of them as one, no comments, no aliases, one blank between tokens.
/// </summary>
/// <param name="output">Twice as long as the statement: no token becomes more than twice as long.</param>
/// <param name="rules">Which of it the agent is set to do otherwise.</param>
/// <param name="literalBackslashes">Whether a backslash in quotes stands for itself.</param>
internal ref struct SqlRewriter(Span<char> output, ObfuscationRules rules, bool literalBackslashes)
{
    private readonly Span<char> _output = output;
    private readonly ObfuscationRules _rules = rules;
    private readonly bool _literalBackslashes = literalBackslashes;
    private SqlTokenKind _last;
    private int _values;
    private int _lists;

    /// <summary>How much of the output was written.</summary>
    public int Length { get; private set; }

    /// <summary>False when no statement can hold such a token there.</summary>
    public bool TryAdd(SqlTokenKind kind, ReadOnlySpan<char> text)
    {
        if (_last == SqlTokenKind.BracketedAlias && kind is not (SqlTokenKind.Name or SqlTokenKind.CloseBracket))
            return false;
        var isDropped = Drop(ref kind);
        if (kind == SqlTokenKind.Literal || _last == SqlTokenKind.Savepoint || (_last == SqlTokenKind.Equals && kind == SqlTokenKind.DoubleQuoted))
        {
            kind = kind == SqlTokenKind.OpenParenthesis ? SqlTokenKind.PlaceholderParenthesis : SqlTokenKind.Placeholder;
            text = "?";
            isDropped = false;
        }
        var isSubquery = Group(ref kind, ref isDropped);
        if (!isDropped)
        {
            if (Length > 0 && kind != SqlTokenKind.Comma && !(kind == SqlTokenKind.Equals && _last == SqlTokenKind.Colon))
                Append(' ');
            if (isSubquery)
                Append("( ");
            Write(kind, text);
        }
        _last = kind;
        return true;
    }

    /// <summary>Leaves out aliases, comments and what ends a statement.</summary>
    private readonly bool Drop(ref SqlTokenKind kind)
    {
        switch (_last)
        {
            case SqlTokenKind.BracketedAlias when kind == SqlTokenKind.Name:
            case SqlTokenKind.As when kind == SqlTokenKind.OpenBracket:
                kind = SqlTokenKind.BracketedAlias;
                return true;
            case SqlTokenKind.As or SqlTokenKind.BracketedAlias:
                if (_rules.KeepAliases)
                    return false;
                kind = SqlTokenKind.Dropped;
                return true;
        }
        switch (kind)
        {
            case SqlTokenKind.Comment:
                kind = SqlTokenKind.Dropped;
                return true;
            case SqlTokenKind.Semicolon:
                kind = SqlTokenKind.Placeholder;
                return true;
            default:
                return kind == SqlTokenKind.As && !_rules.KeepAliases;
        }
    }

    /// <summary>
    /// Makes one of several values and of several lists of values. True when a parenthesis that was left out as the start of one more list turns out
    /// to have opened a subquery.
    /// </summary>
    private bool Group(ref SqlTokenKind kind, ref bool isDropped)
    {
        var isValue = kind is SqlTokenKind.Placeholder or SqlTokenKind.PlaceholderParenthesis;
        if ((_last == SqlTokenKind.OpenParenthesis && isValue) || (kind == SqlTokenKind.OpenParenthesis && _lists > 0))
            _lists++;
        if (_lists > 0 && _last == SqlTokenKind.PlaceholderParenthesis
            && kind is SqlTokenKind.Select or SqlTokenKind.Update or SqlTokenKind.Delete or SqlTokenKind.Name)
        {
            _values = _lists = 0;
            return true;
        }
        if (isValue)
        {
            if (++_values == 1)
                return false;
            kind = SqlTokenKind.Placeholder;
            isDropped = true;
        }
        else if (_lists > 1 || (_values > 0 && kind == SqlTokenKind.Comma))
        {
            kind = kind == SqlTokenKind.OpenParenthesis ? SqlTokenKind.PlaceholderParenthesis : SqlTokenKind.Placeholder;
            isDropped = true;
        }
        else if (kind is not (SqlTokenKind.Comma or SqlTokenKind.OpenParenthesis or SqlTokenKind.CloseParenthesis))
        {
            _values = _lists = 0;
        }
        return false;
    }

    private void Write(SqlTokenKind kind, ReadOnlySpan<char> text)
    {
        var start = Length;
        var quote = text[0];
        if (kind != SqlTokenKind.DoubleQuoted && !(kind == SqlTokenKind.Name && quote == '`'))
        {
            Append(text);
        }
        else if (text[1..^1].IsWhiteSpace())
        {
            // Without its quotes a blank name would be none.
            Append(quote);
            Append(quote);
        }
        else
        {
            AppendUnquoted(text[1..^1], quote);
        }
        if (kind == SqlTokenKind.Name && _rules.ReplaceDigits)
            ReplaceDigits(start);
    }

    private void AppendUnquoted(ReadOnlySpan<char> text, char quote)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == quote || (text[i] == '\\' && !_literalBackslashes))
                i++;
            Append(text[i]);
        }
    }

    private void ReplaceDigits(int start)
    {
        var written = _output[start..Length];
        Length = start;
        foreach (var character in written)
        {
            if (!char.IsAsciiDigit(character))
                Append(character);
            else if (Length == start || _output[Length - 1] != '?')
                Append('?');
        }
    }

    private void Append(char character) => _output[Length++] = character;

    private void Append(ReadOnlySpan<char> text)
    {
        text.CopyTo(_output[Length..]);
        Length += text.Length;
    }
}
