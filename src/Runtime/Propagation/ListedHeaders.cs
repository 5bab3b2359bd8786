namespace DdRun.Propagation;

/// <summary>Name-value pairs of any kind: dictionaries, message attributes.</summary>
internal sealed class ListedHeaders(IEnumerable<KeyValuePair<string, string>> headers) : HeaderReader
{
    public override string? Get(string name)
    {
        if (headers is IReadOnlyDictionary<string, string> map && map.TryGetValue(name, out var exact))
            return exact;
        string? all = null;
        foreach (var (key, value) in headers)
            if (value != null && name.Equals(key, StringComparison.OrdinalIgnoreCase))
                all = all == null ? value : all + "," + value;
        return all;
    }

    public override IEnumerable<KeyValuePair<string, string>> WithPrefix(string prefix)
    {
        foreach (var (key, value) in headers)
            if (value != null && key.Length > prefix.Length && key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                yield return new(key[prefix.Length..].ToLowerInvariant(), value);
    }
}
