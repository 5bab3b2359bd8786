using System.Globalization;
using System.Text;

namespace DdRun.Instrumentation.Manifests;

/// <summary>Reads JSON with comments and trailing commas, and remembers where things stand. The framework's reader costs start-up time.</summary>
internal ref struct LocatedJsonReader(string text)
{
    private const int MaxDepth = 32;

    private readonly string _text = text;
    private int _at;
    private int _line = 1;
    private int _lineStart;
    private int _depth;

    public string Error { get; private set; } = "";
    public readonly int Line => _line;
    public readonly int Column => _at - _lineStart + 1;

    /// <summary>Null with <see cref="Error"/> and its place.</summary>
    public JsonNode? Read()
    {
        if (_text.Length > 0 && _text[0] == '\uFEFF')
            _at++;
        var node = Value();
        if (node is null || !Skip())
            return null;
        return _at == _text.Length ? node : Fail("nothing is expected after the end of the value");
    }

    private JsonNode? Value()
    {
        if (!Skip())
            return null;
        if (_at == _text.Length)
            return Fail("the text ends where a value is expected");
        if (_depth >= MaxDepth)
            return Fail("values nest too deeply");
        switch (_text[_at])
        {
            case '{':
                return Object();
            case '[':
                return Array();
            case '"':
                return Text();
            case '-' or (>= '0' and <= '9'):
                return Number();
            default:
                return Word();
        }
    }

    private JsonNode? Object()
    {
        var node = new JsonNode(JsonKind.Object, Line, Column);
        _at++;
        _depth++;
        while (true)
        {
            if (!Skip())
                return null;
            if (Take('}'))
                break;
            if (_at == _text.Length || _text[_at] != '"')
                return Fail("a name in double quotes or '}' is expected");
            if (Text() is not { } name || !Skip())
                return null;
            if (!Take(':'))
                return Fail("':' is expected");
            if (Value() is not { } value || !Skip())
                return null;
            node.Names.Add(name);
            node.Items.Add(value);
            if (!Take(',') && (_at == _text.Length || _text[_at] != '}'))
                return Fail("',' or '}' is expected");
        }
        _depth--;
        return node;
    }

    private JsonNode? Array()
    {
        var node = new JsonNode(JsonKind.Array, Line, Column);
        _at++;
        _depth++;
        while (true)
        {
            if (!Skip())
                return null;
            if (Take(']'))
                break;
            if (Value() is not { } value || !Skip())
                return null;
            node.Items.Add(value);
            if (!Take(',') && (_at == _text.Length || _text[_at] != ']'))
                return Fail("',' or ']' is expected");
        }
        _depth--;
        return node;
    }

    private JsonNode? Text()
    {
        var (line, column) = (Line, Column);
        var start = ++_at;
        while (_at < _text.Length && _text[_at] is not ('"' or '\\') && _text[_at] >= ' ')
            _at++;
        if (_at < _text.Length && _text[_at] == '"')
            return new JsonNode(JsonKind.Text, line, column) { Text = _text[start.._at++] };
        var value = new StringBuilder(_text, start, _at - start, Math.Max(16, _at - start));
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (c == '"')
            {
                _at++;
                return new JsonNode(JsonKind.Text, line, column) { Text = value.ToString() };
            }
            if (c < ' ')
                break;
            _at++;
            if (c != '\\')
                value.Append(c);
            else if (!Escape(value))
                return Fail("'\\' is followed by none of \" \\ / b f n r t u");
        }
        return Fail("the text has no closing quote on its line");
    }

    private bool Escape(StringBuilder value)
    {
        if (_at == _text.Length)
            return false;
        var c = _text[_at++];
        if (c == 'u')
        {
            if (_at + 4 > _text.Length || !ushort.TryParse(_text.AsSpan(_at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
                return false;
            _at += 4;
            value.Append((char)code);
            return true;
        }
        var index = "\"\\/bfnrt".IndexOf(c, StringComparison.Ordinal);
        if (index < 0)
            return false;
        value.Append("\"\\/\b\f\n\r\t"[index]);
        return true;
    }

    private JsonNode? Number()
    {
        var (start, line, column) = (_at, Line, Column);
        while (_at < _text.Length && (char.IsAsciiDigit(_text[_at]) || _text[_at] is '-' or '+' or '.' or 'e' or 'E'))
            _at++;
        if (double.TryParse(_text.AsSpan(start, _at - start), NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            return new JsonNode(JsonKind.Number, line, column) { Text = _text[start.._at] };
        _at = start;
        return Fail("this is no number");
    }

    private JsonNode? Word()
    {
        foreach (var (word, kind) in (ReadOnlySpan<(string, JsonKind)>)[("true", JsonKind.True), ("false", JsonKind.False), ("null", JsonKind.Null)])
        {
            if (string.CompareOrdinal(_text, _at, word, 0, word.Length) != 0)
                continue;
            var node = new JsonNode(kind, Line, Column) { Text = word };
            _at += word.Length;
            return node;
        }
        return Fail(_text[_at] == '\'' ? "texts are written in double quotes" : "a value is expected");
    }

    private bool Skip()
    {
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (c == '\n')
            {
                _at++;
                _line++;
                _lineStart = _at;
            }
            else if (c is ' ' or '\t' or '\r')
            {
                _at++;
            }
            else if (c != '/')
            {
                break;
            }
            else if (_at + 1 < _text.Length && _text[_at + 1] == '/')
            {
                while (_at < _text.Length && _text[_at] != '\n')
                    _at++;
            }
            else if (!SkipBlock())
            {
                return false;
            }
        }
        return true;
    }

    private bool SkipBlock()
    {
        var end = _at + 1 < _text.Length && _text[_at + 1] == '*' ? _text.IndexOf("*/", _at + 2, StringComparison.Ordinal) : -1;
        if (end < 0)
        {
            Fail("a comment that ends is expected");
            return false;
        }
        for (; _at < end + 2; _at++)
        {
            if (_text[_at] != '\n')
                continue;
            _line++;
            _lineStart = _at + 1;
        }
        return true;
    }

    private bool Take(char c)
    {
        if (_at == _text.Length || _text[_at] != c)
            return false;
        _at++;
        return true;
    }

    private JsonNode? Fail(string message)
    {
        if (Error.Length == 0)
            Error = message;
        return null;
    }
}
