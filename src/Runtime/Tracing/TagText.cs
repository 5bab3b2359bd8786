using System.Globalization;

namespace DdRun.Tracing;

/// <summary>How values become tag text.</summary>
internal static class TagText
{
    private const int KeptChars = 2486;
    private const string CutMark = "<truncated>...";

    /// <summary>Invariant text of any value; null when there is none or making it throws.</summary>
    public static string? Of(object value)
    {
        try
        {
            return value is IFormattable formattable ? formattable.ToString(null, CultureInfo.InvariantCulture) : value.ToString();
        }
        catch (Exception)
        {
            return null;
        }
    }

    /// <summary>The form in which a span keeps a value: text, a boxed long or a boxed double; null when there is nothing to keep.</summary>
    public static object? ToStored(object? value) => value switch
    {
        null => null,
        string text => Cut(text),
        bool flag => flag ? "true" : "false",
        long or int or short or sbyte or byte or ushort or uint => BoxedNumbers.Box(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        double or float => Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number && double.IsFinite(number) ? BoxedNumbers.Box(number) : null,
        _ => Of(value),
    };

    public static string Cut(string text) =>
        text.Length <= Span.MaxTagChars ? text : string.Concat(text.AsSpan(0, KeptChars), CutMark);
}
