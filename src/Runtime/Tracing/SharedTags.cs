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
        : this(null, tags)
    {
    }

    /// <summary>The tags of <paramref name="common"/>, which a span has already, and then some.</summary>
    public SharedTags(SharedTags? common, params IReadOnlyList<KeyValuePair<string, object>> tags)
    {
        Base = common;
        Tags = new object?[((common?.TagCount ?? 0) + tags.Count) * 2];
        for (var i = 0; i < common?.TagCount; i++)
            Add((string)common.Tags![i * 2]!, common.Tags[i * 2 + 1]!);
        foreach (var (key, value) in tags)
            Add(key, value is string { Length: > Span.MaxTagChars } text ? TagText.Cut(text) : value);
    }

    /// <summary>What these are built upon: their first tags.</summary>
    public SharedTags? Base { get; }

    /// <summary>Different for each.</summary>
    public int Id { get; } = Interlocked.Increment(ref s_last);

    /// <summary>Whether one stands in the way of a tag that every trace gets.</summary>
    public bool HasReserved { get; private set; }

    public bool HasTexts { get; private set; }
    public bool HasNumbers { get; private set; }

    /// <summary>Whether the key is among those that come to the <see cref="Base"/>.</summary>
    public bool Adds(string key) => Find(key, Base?.TagCount ?? 0) is not null;

    private void Add(string key, object value)
    {
        Tags![TagCount * 2] = key;
        Tags[TagCount * 2 + 1] = value;
        TagCount++;
        HasReserved |= TraceTags.IsReserved(key);
        HasTexts |= value is string;
        HasNumbers |= value is not string;
    }
}
