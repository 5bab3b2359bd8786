using System.Buffers;
using System.Text;

namespace DdRun.Export.Datadog.Stats.Obfuscation;

/// <summary>
/// Splits a statement of any dialect into tokens, in one pass. What counts as one token is the agent's choice, oddities included: other tokens would
/// make other names of what it obfuscates itself.
/// </summary>
internal ref partial struct SqlScanner(ReadOnlySpan<char> sql, bool literalBackslashes)
{
    private readonly ReadOnlySpan<char> _sql = sql;
    private readonly bool _literalBackslashes = literalBackslashes;
    private int _position;
    private int _openBraces;

    public SqlTokenKind Kind { get; private set; }

    /// <summary>The token as it was written, quotes included.</summary>
    public ReadOnlySpan<char> Text { get; private set; }

    /// <summary>Whether a backslash stood in quotes, so that the statement may read differently under <c>literalBackslashes</c>.</summary>
    public bool SawBackslash { get; private set; }

    private readonly char Current => _position < _sql.Length ? _sql[_position] : '\0';

    public void Next()
    {
        while (_position < _sql.Length && (char.IsWhiteSpace(_sql[_position]) || _sql[_position] == '\0'))
            _position++;
        var start = _position;
        Kind = Scan();
        Text = _sql[start.._position];
    }

    private SqlTokenKind Scan()
    {
        if (_position == _sql.Length)
            return SqlTokenKind.End;
        if (LetterLength() > 0)
            return Word();
        var character = _sql[_position++];
        switch (character)
        {
            case >= '0' and <= '9':
                _position--;
                return Number();
            case '\'':
                return Quoted(character, SqlTokenKind.Literal);
            case '"':
                return Quoted(character, SqlTokenKind.DoubleQuoted);
            case '`':
                return Quoted(character, SqlTokenKind.Name);
            case '.':
                return char.IsAsciiDigit(Current) ? Fraction() : SqlTokenKind.Other;
            case ':':
                return Colon();
            case '-':
                return Minus();
            case '/':
                return TakeIf('/') ? LineComment() : TakeIf('*') ? BlockComment() : SqlTokenKind.Other;
            case '#':
                // The agent never looks at the character behind the sign, be it the end of the line.
                if (_position < _sql.Length)
                    _position++;
                return LineComment();
            case '~':
                TakeIf('*');
                return SqlTokenKind.Other;
            case '<':
                if (!TakeIf('>') && TakeIf('='))
                    TakeIf('>');
                return SqlTokenKind.Other;
            case '>':
                TakeIf('=');
                return SqlTokenKind.Other;
            case '!':
                return Not();
            case '%':
                return Percent();
            case '$':
                return Dollar();
            case '{':
                return OpenBrace();
            case '}' when _openBraces > 0:
                _openBraces--;
                return SqlTokenKind.Other;
            default:
                return SingleCharacter(character);
        }
    }

    private static SqlTokenKind SingleCharacter(char character) => character switch
    {
        '?' => SqlTokenKind.Literal,
        ',' => SqlTokenKind.Comma,
        ';' => SqlTokenKind.Semicolon,
        '=' => SqlTokenKind.Equals,
        '(' => SqlTokenKind.OpenParenthesis,
        ')' => SqlTokenKind.CloseParenthesis,
        '[' => SqlTokenKind.OpenBracket,
        ']' => SqlTokenKind.CloseBracket,
        '+' or '*' or '&' or '|' or '^' => SqlTokenKind.Other,
        _ => SqlTokenKind.Invalid,
    };

    private SqlTokenKind Word()
    {
        var start = _position;
        _position += LetterLength();
        while (_position < _sql.Length)
        {
            var length = _sql[_position] is (>= '0' and <= '9') or '.' or '*' or '$' or '#' ? 1 : LetterLength();
            if (length == 0)
                break;
            _position += length;
        }
        return SqlKeywords.KindOf(_sql[start.._position]);
    }

    private SqlTokenKind Colon()
    {
        if (TakeIf(':'))
            return SqlTokenKind.Other;
        if (Current == '=' || (_position < _sql.Length && char.IsWhiteSpace(Current)))
            return SqlTokenKind.Colon;
        var start = _position;
        while (_position < _sql.Length)
        {
            var length = char.IsAsciiDigit(Current) || Current == '#' || (Current == '.' && _position > start) ? 1 : LetterLength();
            if (length == 0)
                break;
            _position += length;
        }
        return _position > start ? SqlTokenKind.Other : SqlTokenKind.Invalid;
    }

    private SqlTokenKind Minus()
    {
        if (TakeIf('-'))
            return LineComment();
        // Of an arrow the agent makes a number and an operator.
        if (Current == '>')
            return SqlTokenKind.Literal;
        if (char.IsAsciiDigit(Current))
            return Number();
        if (Current != '.' || _position + 1 == _sql.Length || !char.IsAsciiDigit(_sql[_position + 1]))
            return SqlTokenKind.Other;
        _position++;
        return Fraction();
    }

    private SqlTokenKind Not()
    {
        if (TakeIf('='))
            return SqlTokenKind.Other;
        if (TakeIf('~'))
        {
            TakeIf('*');
            return SqlTokenKind.Other;
        }
        var isOperand = Current is '(' or '`' or '\'' or '"' or '+' or '-' or '#' || char.IsAsciiDigit(Current) || char.IsWhiteSpace(Current) || LetterLength() > 0;
        return isOperand ? SqlTokenKind.Other : SqlTokenKind.Invalid;
    }

    private SqlTokenKind LineComment()
    {
        var end = _sql[_position..].IndexOf('\n');
        _position = end < 0 ? _sql.Length : _position + end + 1;
        return SqlTokenKind.Comment;
    }

    private SqlTokenKind BlockComment()
    {
        var end = _sql[_position..].IndexOf("*/");
        if (end < 0)
            return Unterminated();
        _position += end + 2;
        return SqlTokenKind.Comment;
    }

    private SqlTokenKind Unterminated()
    {
        _position = _sql.Length;
        return SqlTokenKind.Invalid;
    }

    private bool TakeIf(char expected)
    {
        if (Current != expected)
            return false;
        _position++;
        return true;
    }

    /// <summary>Of the letter here, with what may begin a name beside letters; 0 when there is none.</summary>
    private readonly int LetterLength()
    {
        var current = Current;
        if (char.IsAscii(current))
            return char.IsAsciiLetter(current) || current is '_' or '@' ? 1 : 0;
        if (!char.IsSurrogate(current))
            return char.IsLetter(current) ? 1 : 0;
        return Rune.DecodeFromUtf16(_sql[_position..], out var rune, out var length) == OperationStatus.Done && Rune.IsLetter(rune) ? length : 0;
    }
}
