namespace DdRun.Tracing;

/// <summary>What few spans have: more than two tags, links, events. Guarded by the span's lock.</summary>
internal class SpanExtras
{
    /// <summary>Keys and values in turn.</summary>
    public object?[]? Tags;
    public int TagCount;
    public List<SpanLink>? Links;
    public List<SpanEvent>? Events;
    /// <summary>What found no place here any more.</summary>
    public int DroppedTags, DroppedLinks, DroppedEvents;
    /// <summary>More tags, none of which is among these.</summary>
    public SharedTags? Shared;

    /// <summary>Answers false, and stores nothing, when there are too many. What is replaced is <see cref="Span.NoTag"/> for a new key.</summary>
    public bool TryPut(string key, object value, out object? replaced)
    {
        var tags = Tags ??= new object?[8];
        for (var i = 0; i < TagCount; i++)
        {
            if (string.Equals((string?)tags[i * 2], key))
            {
                replaced = tags[i * 2 + 1];
                tags[i * 2 + 1] = value;
                return true;
            }
        }
        replaced = Span.NoTag;
        if (TagCount >= Span.MaxTags - 2)
        {
            DroppedTags++;
            return false;
        }
        if (TagCount * 2 == tags.Length)
        {
            Array.Resize(ref tags, tags.Length * 2);
            Tags = tags;
        }
        tags[TagCount * 2] = key;
        tags[TagCount * 2 + 1] = value;
        TagCount++;
        return true;
    }

    public bool Has(string key) => Find(key) is not null;

    public object? Find(string key) => Find(key, 0);

    /// <summary>The value of the key among those from an index on.</summary>
    public object? Find(string key, int first)
    {
        for (var i = first; i < TagCount; i++)
        {
            if (Span.Same((string?)Tags![i * 2], key))
                return Tags[i * 2 + 1];
        }
        return null;
    }

    public void Remove(string key)
    {
        for (var i = 0; i < TagCount; i++)
        {
            if (!string.Equals((string?)Tags![i * 2], key))
                continue;
            var (lastKey, lastValue) = TakeLast();
            if (i < TagCount)
                (Tags[i * 2], Tags[i * 2 + 1]) = (lastKey, lastValue);
            return;
        }
    }

    public (string? Key, object? Value) TakeLast()
    {
        TagCount--;
        var last = ((string?)Tags![TagCount * 2], Tags[TagCount * 2 + 1]);
        Tags[TagCount * 2] = Tags[TagCount * 2 + 1] = null;
        return last;
    }
}
