namespace DdRun.Propagation;

internal enum TagSetError
{
    None,
    MaxSize,
    Malformed,
}

/// <summary>The text of <c>x-datadog-tags</c>: <c>key=value,key=value</c> in printable ASCII.</summary>
internal static class TagSet
{
    public const int MaxLength = 512;

    public static TagSetError Decode(string text, Dictionary<string, string> tags, int maxLength = MaxLength)
    {
        if (text.Length > maxLength)
            return TagSetError.MaxSize;
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var comma = rest.IndexOf(',');
            var item = comma < 0 ? rest : rest[..comma];
            rest = comma < 0 ? [] : rest[(comma + 1)..];
            var equals = item.IndexOf('=');
            if (equals <= 0)
                return TagSetError.Malformed;
            var key = item[..equals];
            var value = item[(equals + 1)..].Trim(' ');
            if (value.IsEmpty || !IsKey(key) || !IsValue(value))
                return TagSetError.Malformed;
            tags[key.ToString()] = value.ToString();
        }
        return TagSetError.None;
    }

    public static TagSetError Encode(IEnumerable<KeyValuePair<string, string>> tags, int maxLength, out string text)
    {
        var builder = new System.Text.StringBuilder();
        text = "";
        foreach (var (untrimmedKey, untrimmed) in tags)
        {
            var key = untrimmedKey.AsSpan().Trim(' ');
            var value = untrimmed.AsSpan().Trim(' ');
            if (key.Length == 0 || value.IsEmpty || !IsKey(key) || !IsValue(value))
                return TagSetError.Malformed;
            if (builder.Length + (builder.Length > 0 ? 1 : 0) + key.Length + 1 + value.Length > maxLength)
                return TagSetError.MaxSize;
            if (builder.Length > 0)
                builder.Append(',');
            builder.Append(key).Append('=').Append(value);
        }
        text = builder.ToString();
        return TagSetError.None;
    }

    private static bool IsKey(ReadOnlySpan<char> key) => !key.ContainsAnyExceptInRange('!', '~') && !key.ContainsAny(',', '=');

    private static bool IsValue(ReadOnlySpan<char> value) => !value.ContainsAnyExceptInRange(' ', '~') && !value.Contains(',');
}
