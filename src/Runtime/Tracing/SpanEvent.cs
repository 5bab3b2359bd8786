namespace DdRun.Tracing;

/// <summary>Something that happened at a moment of a span. Attribute values are string, bool, long, double, or arrays of one of those.</summary>
internal sealed record SpanEvent(string Name, long TimeUnixNanoseconds, IReadOnlyList<KeyValuePair<string, object>> Attributes)
{
    private const int MaxAttributes = 128;

    /// <summary>Attributes beyond the bound.</summary>
    public int DroppedAttributes { get; init; }

    public int Weight
    {
        get
        {
            var weight = 100 + Name.Length;
            foreach (var (key, value) in Attributes)
                weight += 40 + key.Length + (value is string text ? text.Length : value is Array array ? array.Length * 24 : 0);
            return weight;
        }
    }

    public static SpanEvent Create(string name, long time, IEnumerable<KeyValuePair<string, object?>>? attributes)
    {
        var kept = new List<KeyValuePair<string, object>>();
        var dropped = 0;
        foreach (var (key, value) in attributes ?? [])
        {
            if (key is null || Normalize(value) is not { } normal)
                continue;
            if (kept.Count < MaxAttributes)
                kept.Add(new(key, normal));
            else
                dropped++;
        }
        return new SpanEvent(name, Math.Max(0, time), kept) { DroppedAttributes = dropped };
    }

    private static object? Normalize(object? value) => value switch
    {
        string text => TagText.Cut(text),
        bool => value,
        System.Collections.IEnumerable list => NormalizeList(list),
        Enum or char => TagText.Of(value),
        // Not by a shared box, which for whole numbers is that of an integer.
        double or float => Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture) is var number && double.IsFinite(number) ? number : null,
        _ => TagText.ToStored(value) is var stored and not string ? stored : null,
    };

    private static object[]? NormalizeList(System.Collections.IEnumerable list)
    {
        var items = new List<object>();
        foreach (var item in list)
        {
            if (items.Count == MaxAttributes || item is null or System.Collections.IEnumerable and not string || Normalize(item) is not { } normal)
                return null;
            if (items.Count > 0 && items[0].GetType() != normal.GetType())
                return null;
            items.Add(normal);
        }
        return [.. items];
    }
}
