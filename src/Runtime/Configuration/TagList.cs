namespace DdRun.Configuration;

/// <summary>Text such as <c>team:core,region:eu</c>: separated by commas, or by blanks if there is no comma.</summary>
internal static class TagList
{
#pragma warning disable CA1825 // The framework's empty array of pairs lies apart: for itself, it would have 64 KiB of code read into a small app.
    public static readonly KeyValuePair<string, string>[] None = new KeyValuePair<string, string>[0];
#pragma warning restore CA1825

    public static List<KeyValuePair<string, string>> Parse(string? text)
    {
        var tags = new List<KeyValuePair<string, string>>();
        if (string.IsNullOrEmpty(text))
            return tags;
        var separator = text.Contains(',', StringComparison.Ordinal) ? ',' : ' ';
        for (var start = 0; start <= text.Length;)
        {
            var end = text.IndexOf(separator, start);
            if (end < 0)
                end = text.Length;
            Add(tags, text.AsSpan(start, end - start));
            start = end + 1;
        }
        return tags;
    }

    public static string Format(IReadOnlyList<KeyValuePair<string, string>> tags)
    {
        var text = new System.Text.StringBuilder();
        foreach (var (key, value) in tags)
            text.Append(text.Length == 0 ? "" : ",").Append(key).Append(':').Append(value);
        return text.ToString();
    }

    /// <summary>Sets a key where it stands, or at the end.</summary>
    public static void Set(List<KeyValuePair<string, string>> tags, string key, string value)
    {
        var index = IndexOf(tags, key);
        if (index < 0)
            tags.Add(new(key, value));
        else
            tags[index] = new(key, value);
    }

    public static string? Get(List<KeyValuePair<string, string>> tags, string key)
    {
        var index = IndexOf(tags, key);
        return index < 0 ? null : tags[index].Value;
    }

    public static string? Take(List<KeyValuePair<string, string>> tags, string key)
    {
        var index = IndexOf(tags, key);
        if (index < 0)
            return null;
        var value = tags[index].Value;
        tags.RemoveAt(index);
        return value;
    }

    private static int IndexOf(List<KeyValuePair<string, string>> tags, string key)
    {
        for (var i = 0; i < tags.Count; i++)
            if (tags[i].Key == key)
                return i;
        return -1;
    }

    private static void Add(List<KeyValuePair<string, string>> tags, ReadOnlySpan<char> item)
    {
        var colon = item.IndexOf(':');
        var key = (colon < 0 ? item : item[..colon]).Trim();
        if (key.IsEmpty)
            return;
        Set(tags, key.ToString(), colon < 0 ? "" : item[(colon + 1)..].Trim().ToString());
    }
}
