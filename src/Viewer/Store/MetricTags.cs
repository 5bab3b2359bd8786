namespace DdRun.Viewer.Store;

/// <summary>Tags of a series in one order, so that equal ones are equal.</summary>
internal static class MetricTags
{
    private const int MaxTags = 64;

    /// <param name="text">As in DogStatsD: <c>key:value,key</c>.</param>
    public static string Parse(string text)
    {
        if (text.Length == 0 || !text.Contains(','))
            return text;
        var tags = text.Split(',', MaxTags, StringSplitOptions.RemoveEmptyEntries);
        Array.Sort(tags, StringComparer.Ordinal);
        return string.Join(',', tags);
    }

    public static string Join(IEnumerable<KeyValuePair<string, string>> tags) =>
        Parse(string.Join(',', tags.Take(MaxTags).Select(tag => $"{tag.Key}:{tag.Value.Replace(',', ' ')}")));

    public static string? Value(string tags, string key)
    {
        for (var at = 0; at < tags.Length;)
        {
            var end = tags.IndexOf(',', at);
            if (end < 0)
                end = tags.Length;
            var tag = tags.AsSpan(at, end - at);
            if (tag.Length > key.Length && tag[key.Length] == ':' && tag.StartsWith(key))
                return tag[(key.Length + 1)..].ToString();
            at = end + 1;
        }

        return null;
    }
}
