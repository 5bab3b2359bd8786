using System.Globalization;

namespace DdRun.Probes.Expressions;

/// <summary>What a captured value is on a span.</summary>
internal static class CaptureText
{
    /// <summary>Longer texts are cut.</summary>
    public const int MaxLength = 5_000;

    /// <summary>A text, a number or a boolean.</summary>
    public static object? Simplify<T>(T value) => value switch
    {
        null => null,
        string text => Cut(text),
        bool or int or long or double or float => value,
        short or sbyte or byte or ushort or uint when value is not Enum => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        decimal or ulong when value is not Enum => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        _ => Of(value),
    };

    public static string? Of<T>(T value) => value switch
    {
        null => null,
        string text => Cut(text),
        bool flag => flag ? "true" : "false",
        Enum name => name.ToString(),
        IFormattable formattable => Cut(formattable.ToString(null, CultureInfo.InvariantCulture)),
        _ => Cut(value.ToString()),
    };

    private static string? Cut(string? text)
    {
        if (text is not { Length: > MaxLength })
            return text;
        // Never half of a surrogate pair.
        var length = char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength;
        return text[..length];
    }
}
