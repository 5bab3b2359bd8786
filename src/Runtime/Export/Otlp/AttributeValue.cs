using System.Globalization;
using DdRun.Tracing;

namespace DdRun.Export.Otlp;

/// <summary>Any value as one that an attribute may have.</summary>
internal static class AttributeValue
{
    /// <summary>Text, bool, long, double, or an array of those; null for what has no text.</summary>
    public static object? Of(object? value) => value switch
    {
        null or string or bool or long or double => value,
        int or short or sbyte or byte or ushort or uint => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        float number => (double)number,
        char letter => letter.ToString(),
        Array items => Items(items),
        _ => TagText.Of(value),
    };

    private static object?[] Items(Array items)
    {
        var values = new object?[items.Length];
        var i = 0;
        foreach (var item in items)
            values[i++] = item is Array ? TagText.Of(item) : Of(item);
        return values;
    }
}
