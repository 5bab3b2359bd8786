using System.Globalization;
using System.Text;

namespace DdRun.Json;

/// <summary>Writes one JSON text, with the commas where they belong. For the same reasons as <see cref="JsonReader"/> not System.Text.Json's.</summary>
internal sealed class JsonWriter
{
    private readonly StringBuilder _text = new();
    private bool _needsComma;

    /// <summary>In UTF-16 code units.</summary>
    public int Length => _text.Length;

    public override string ToString() => _text.ToString();

    /// <summary>Begins another text.</summary>
    public JsonWriter Clear()
    {
        _text.Clear();
        _needsComma = false;
        return this;
    }

    public JsonWriter BeginObject() => Open('{');

    public JsonWriter EndObject() => Close('}');

    public JsonWriter BeginList() => Open('[');

    public JsonWriter EndList() => Close(']');

    /// <summary>What the next value is called.</summary>
    public JsonWriter Name(string name)
    {
        Value(name);
        _text.Append(':');
        _needsComma = false;
        return this;
    }

    public JsonWriter Value(string? value)
    {
        Separate();
        if (value is null)
            _text.Append("null");
        else
            Quote(value);
        return this;
    }

    public JsonWriter Value(bool value)
    {
        Separate();
        _text.Append(value ? "true" : "false");
        return this;
    }

    public JsonWriter Value(long value)
    {
        Separate();
        _text.Append(value.ToString(CultureInfo.InvariantCulture));
        return this;
    }

    /// <summary>JSON has no word for what is not finite: that becomes a text.</summary>
    public JsonWriter Value(double value)
    {
        var number = value.ToString("R", CultureInfo.InvariantCulture);
        if (!double.IsFinite(value))
            return Value(number);
        Separate();
        _text.Append(number);
        return this;
    }

    /// <summary>A value that is JSON already.</summary>
    public JsonWriter Raw(string json)
    {
        Separate();
        _text.Append(json);
        return this;
    }

    public JsonWriter Member(string name, string? value) => Name(name).Value(value);

    public JsonWriter Member(string name, long value) => Name(name).Value(value);

    private JsonWriter Open(char bracket)
    {
        Separate();
        _text.Append(bracket);
        _needsComma = false;
        return this;
    }

    private JsonWriter Close(char bracket)
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
                _text.Append('\\').Append(letter);
            else if (IsLoneSurrogate(value, i))
                _text.Append('\uFFFD');
            else if (letter < ' ')
                _text.Append("\\u").Append(((int)letter).ToString("x4", CultureInfo.InvariantCulture));
            else
                _text.Append(letter);
        }
        _text.Append('"');
    }

    // Alone, half a character has no bytes in UTF-8, and readers refuse it as an escape.
    private static bool IsLoneSurrogate(string value, int at)
    {
        var letter = value[at];
        if (char.IsHighSurrogate(letter))
            return at + 1 == value.Length || !char.IsLowSurrogate(value[at + 1]);
        return char.IsLowSurrogate(letter) && (at == 0 || !char.IsHighSurrogate(value[at - 1]));
    }
}
