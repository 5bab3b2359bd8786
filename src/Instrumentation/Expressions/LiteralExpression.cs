using System.Globalization;

namespace DdRun.Instrumentation.Expressions;

/// <summary>A value that stands in the text: null, a boolean, a text, a whole number, a number with a fraction, or a duration.</summary>
/// <param name="Value">Null, or a <see cref="bool"/>, <see cref="string"/>, <see cref="long"/>, <see cref="double"/> or <see cref="TimeSpan"/>.</param>
/// <param name="Text">As it was written.</param>
internal sealed record LiteralExpression(object? Value, string Text) : Expression
{
    public static LiteralExpression Of(string text) => new(text, Quote(text));

    public override string ToString() => Text;

    public static string Quote(string text) =>
        string.Create(CultureInfo.InvariantCulture, $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
}
