using System.Globalization;

namespace DdRun.Probes;

/// <summary>What a captured value is on a span.</summary>
internal static class CaptureText
{
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
        if (text is not { Length: > Probe.MaxValueLength })
            return text;
        // Never half of a surrogate pair.
        var length = char.IsHighSurrogate(text[Probe.MaxValueLength - 1]) ? Probe.MaxValueLength - 1 : Probe.MaxValueLength;
        return text[..length];
    }
}
