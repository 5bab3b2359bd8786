using System.Globalization;
using System.Text;

namespace DdRun.Json;

/// <summary>
/// Reads a whole JSON text (RFC 8259) into texts, boxed doubles and bools, nulls, <c>List&lt;object?&gt;</c> and <see cref="JsonObject"/>. For the small answers
/// that other programs give us. Not System.Text.Json: the process may be short of file descriptors or memory when an answer comes, and an assembly that
/// cannot be loaded then stays missing for the target as well.
/// </summary>
internal ref struct JsonReader
{
    private const int MaxDepth = 64;

    private readonly ReadOnlySpan<byte> _json;
    private int _at;
    private int _depth;
    private bool _failed;

    private JsonReader(ReadOnlySpan<byte> json) => _json = json;

    /// <summary>Answers false for what is not JSON, or nested more than 64 deep.</summary>
    public static bool TryRead(ReadOnlySpan<byte> json, out object? value)
    {
        var reader = new JsonReader(json);
        value = reader.Value();
        reader.SkipSpace();
        return !reader._failed && reader._at == json.Length;
    }

    /// <summary>Null for what is not a JSON object.</summary>
    public static JsonObject? ReadObject(ReadOnlySpan<byte> json) => TryRead(json, out var value) ? value as JsonObject : null;

    private object? Value()
    {
        SkipSpace();
        switch (Peek)
        {
            case '{':
                return Object();
            case '[':
                return Array();
            case '"':
                return Text();
            case 't':
                return Word("true"u8, true);
            case 'f':
                return Word("false"u8, false);
            case 'n':
                return Word("null"u8, null);
            default:
                return Number();
        }
    }

    private JsonObject? Object()
    {
        if (!Enter())
            return null;
        var members = new JsonObject();
        SkipSpace();
        if (!Take('}'))
        {
            do
            {
                SkipSpace();
                if (Peek != '"' || Text() is not { } name)
                    return Fail<JsonObject>();
                SkipSpace();
                if (!Take(':'))
                    return Fail<JsonObject>();
                members.Set(name, Value());
                SkipSpace();
            }
            while (!_failed && Take(','));
            if (!Take('}'))
                return Fail<JsonObject>();
        }
        _depth--;
        return members;
    }

    private List<object?>? Array()
    {
        if (!Enter())
            return null;
        var items = new List<object?>();
        SkipSpace();
        if (!Take(']'))
        {
            do
            {
                items.Add(Value());
                SkipSpace();
            }
            while (!_failed && Take(','));
            if (!Take(']'))
                return Fail<List<object?>>();
        }
        _depth--;
        return items;
    }

    private string? Text()
    {
        var start = ++_at;
        while (_at < _json.Length && _json[_at] is not ((byte)'"' or (byte)'\\') and >= 0x20)
            _at++;
        if (Peek == '"')
            return Encoding.UTF8.GetString(_json[start.._at++]);
        var text = new StringBuilder();
        while (true)
        {
            text.Append(Encoding.UTF8.GetString(_json[start.._at]));
            if (Take('"'))
                return text.ToString();
            if (!Take('\\') || Escaped() is not { } escaped)
                return Fail<string>();
            text.Append(escaped);
            start = _at;
            while (_at < _json.Length && _json[_at] is not ((byte)'"' or (byte)'\\') and >= 0x20)
                _at++;
        }
    }

    private char? Escaped()
    {
        var letter = Peek;
        _at++;
        switch (letter)
        {
            case '"' or '\\' or '/':
                return (char)letter;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u' when _at + 4 <= _json.Length:
                var code = 0;
                for (var end = _at + 4; _at < end; _at++)
                {
                    var digit = Hex(_json[_at]);
                    if (digit < 0)
                        return null;
                    code = code << 4 | digit;
                }
                return (char)code;
            default:
                return null;
        }
    }

    private static int Hex(byte letter) => letter switch
    {
        >= (byte)'0' and <= (byte)'9' => letter - '0',
        >= (byte)'a' and <= (byte)'f' => letter - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => letter - 'A' + 10,
        _ => -1,
    };

    private object? Number()
    {
        var start = _at;
        Take('-');
        if (!Take('0') && !TakeDigits())
            return Fail<object>();
        if (Take('.') && !TakeDigits())
            return Fail<object>();
        if (Take('e') || Take('E'))
        {
            if (!Take('+'))
                Take('-');
            if (!TakeDigits())
                return Fail<object>();
        }
        return double.Parse(_json[start.._at], NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    private bool TakeDigits()
    {
        var start = _at;
        while (Peek is >= '0' and <= '9')
            _at++;
        return _at > start;
    }

    private object? Word(ReadOnlySpan<byte> word, object? meaning)
    {
        if (!_json[_at..].StartsWith(word))
            return Fail<object>();
        _at += word.Length;
        return meaning;
    }

    private readonly int Peek => _at < _json.Length ? _json[_at] : -1;

    private bool Take(char letter)
    {
        if (Peek != letter)
            return false;
        _at++;
        return true;
    }

    private void SkipSpace()
    {
        while (Peek is ' ' or '\t' or '\n' or '\r')
            _at++;
    }

    private bool Enter()
    {
        _at++;
        if (++_depth <= MaxDepth)
            return true;
        _failed = true;
        return false;
    }

    private T? Fail<T>()
        where T : class
    {
        _failed = true;
        return null;
    }
}
