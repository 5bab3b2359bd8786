using System.Globalization;
using System.Text;

namespace DdRun.Instrumentation.Live.Rendering;

/// <summary>A JSON text that is being written, and knows when it is long enough.</summary>
internal sealed class JsonText
{
    /// <summary>In UTF-16 code units; what is begun after that says only what it is.</summary>
    public const int Enough = 64 * 1024;

    private const string Hex = "0123456789abcdef";

    private readonly StringBuilder _text = new();
    private bool _needsComma;

    public bool IsLongEnough => _text.Length > Enough;

    public int Length => _text.Length;

    public override string ToString() => _text.ToString();

    public JsonText Clear()
    {
        _text.Clear();
        _needsComma = false;
        return this;
    }

    public JsonText BeginObject() => Open('{');

    public JsonText EndObject() => Close('}');

    public JsonText BeginList() => Open('[');

    public JsonText EndList() => Close(']');

    public JsonText Name(string name)
    {
        Text(name);
        _text.Append(':');
        _needsComma = false;
        return this;
    }

    public JsonText Text(string? value)
    {
        Separate();
        if (value is null)
            _text.Append("null");
        else
            Quote(value);
        return this;
    }

    public JsonText Flag(bool value) => Raw(value ? "true" : "false");

    public JsonText Number(long value)
    {
        Separate();
        _text.Append(CultureInfo.InvariantCulture, $"{value}");
        return this;
    }

    /// <summary>A number, or JSON that is written already.</summary>
    public JsonText Raw(string json)
    {
        Separate();
        _text.Append(json);
        return this;
    }

    public JsonText Member(string name, string? value) => Name(name).Text(value);

    public JsonText Member(string name, long value) => Name(name).Number(value);

    private JsonText Open(char bracket)
    {
        Separate();
        _text.Append(bracket);
        _needsComma = false;
        return this;
    }

    private JsonText Close(char bracket)
    {
        _text.Append(bracket);
        _needsComma = true;
        return this;
    }

    private void Separate()
    {
        if (_needsComma)
            _text.Append(',');
        _needsComma = true;
    }

    private void Quote(string value)
    {
        _text.Append('"');
        for (var i = 0; i < value.Length; i++)
        {
            var letter = value[i];
            if (letter is '"' or '\\')
            {
                _text.Append('\\').Append(letter);
            }
            else if (letter < ' ' || letter is '\u2028' or '\u2029')
            {
                _text.Append("\\u").Append(Hex[letter >> 12]).Append(Hex[letter >> 8 & 15]).Append(Hex[letter >> 4 & 15]).Append(Hex[letter & 15]);
            }
            else if (char.IsHighSurrogate(letter) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
            {
                _text.Append(letter).Append(value[++i]);
            }
            else
            {
                // Half a character has no bytes in UTF-8.
                _text.Append(char.IsSurrogate(letter) ? '\uFFFD' : letter);
            }
        }
        _text.Append('"');
    }
}
