namespace DdRun.Tracing;

/// <summary>
/// Tags that many spans have alike, such as where the other end of a connection is: made once, only referred to by each span, and encoded once.
/// A span that changes one of them gets a copy of its own.
/// </summary>
internal sealed class SharedTags : SpanExtras
{
    private static int s_last;

    /// <summary>The values are text, boxed longs or boxed doubles. No key may be one of <see cref="SpecialTags"/>, and none come twice.</summary>
    public SharedTags(params IReadOnlyList<KeyValuePair<string, object>> tags)
    {
        Tags = new object?[tags.Count * 2];
        foreach (var (key, value) in tags)
        {
            Tags[TagCount * 2] = key;
            Tags[TagCount * 2 + 1] = value is string { Length: > Span.MaxTagChars } text ? TagText.Cut(text) : value;
            TagCount++;
            HasReserved |= TraceTags.IsReserved(key);
            HasTexts |= value is string;
            HasNumbers |= value is not string;
        }
    }

    /// <summary>Different for each.</summary>
    public int Id { get; } = Interlocked.Increment(ref s_last);

    /// <summary>Whether one stands in the way of a tag that every trace gets.</summary>
    public bool HasReserved { get; }

    public bool HasTexts { get; }
    public bool HasNumbers { get; }
}
