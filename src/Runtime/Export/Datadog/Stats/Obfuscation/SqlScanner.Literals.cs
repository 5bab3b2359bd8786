namespace DdRun.Export.Datadog.Stats.Obfuscation;

/// <summary>Numbers, quotes, and what stands for a value.</summary>
internal ref partial struct SqlScanner
{
    private SqlTokenKind Number()
    {
        if (TakeIf('0') && Current is 'x' or 'X')
        {
            _position++;
            while (char.IsAsciiHexDigit(Current))
                _position++;
            return SqlTokenKind.Literal;
        }
        Digits();
        return TakeIf('.') ? Fraction() : Exponent();
    }

    private SqlTokenKind Fraction()
    {
        Digits();
        return Exponent();
    }

    private SqlTokenKind Exponent()
    {
        if (Current is 'e' or 'E')
        {
            _position++;
            if (Current is '+' or '-')
                _position++;
            Digits();
        }
        return SqlTokenKind.Literal;
    }

    private void Digits()
    {
        while (char.IsAsciiDigit(Current))
            _position++;
    }

    private SqlTokenKind Quoted(char quote, SqlTokenKind kind)
    {
        while (true)
        {
            var next = _sql[_position..].IndexOfAny(quote, '\\');
            if (next < 0)
                return Unterminated();
            _position += next + 1;
            if (_sql[_position - 1] == '\\')
            {
                SawBackslash = true;
                if (_literalBackslashes)
                    continue;
                if (_position == _sql.Length)
                    return SqlTokenKind.Invalid;
                _position++;
            }
            else if (!TakeIf(quote))
            {
                return kind;
            }
        }
    }

    /// <summary><c>%s</c>, <c>%(name)s</c>, or the remainder of a division.</summary>
    private SqlTokenKind Percent()
    {
        var isNamed = Current == '(';
        if (isNamed)
        {
            var end = _sql[_position..].IndexOf(')');
            if (end < 0)
                return Unterminated();
            _position += end + 1;
        }
        var length = Current == '#' ? 1 : LetterLength();
        _position += length;
        return length > 0 ? SqlTokenKind.Literal : isNamed ? SqlTokenKind.Invalid : SqlTokenKind.Other;
    }

    /// <summary><c>$1</c>, or text between two times <c>$tag$</c>.</summary>
    private SqlTokenKind Dollar()
    {
        if (char.IsAsciiDigit(Current))
            return Number();
        if (TakeIf('?'))
            return SqlTokenKind.Literal;
        var tag = _sql[_position..].IndexOf('$');
        if (tag < 0)
            return Unterminated();
        var delimiter = _sql.Slice(_position - 1, tag + 2);
        _position += tag + 1;
        while (_sql[_position..].IndexOf('$') is var next and >= 0)
        {
            _position += next;
            // The tag holds no dollar, so that what was compared in vain is never compared again.
            if (_sql[_position..].StartsWith(delimiter))
            {
                _position += delimiter.Length;
                return SqlTokenKind.Literal;
            }
            _position++;
        }
        return Unterminated();
    }

    /// <summary>An escape of ODBC and JDBC. One around the whole statement is looked into, any other is a value.</summary>
    private SqlTokenKind OpenBrace()
    {
        if (_position == 1 || _openBraces > 0)
        {
            _openBraces++;
            return SqlTokenKind.Other;
        }
        var end = _sql[_position..].IndexOf('}');
        if (end < 0)
            return Unterminated();
        _position += end + 1;
        return SqlTokenKind.Literal;
    }
}
