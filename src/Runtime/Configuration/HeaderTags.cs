using System.Text;

namespace DdRun.Configuration;

/// <summary>Which request and response headers become tags, and under which names.</summary>
internal sealed class HeaderTags
{
    private const string RequestPrefix = "http.request.headers.";
    private const string ResponsePrefix = "http.response.headers.";

    private HeaderTags(IReadOnlyList<HeaderTag> headers) => Headers = headers;

    public IReadOnlyList<HeaderTag> Headers { get; }

    public static HeaderTags Parse(string? text) => Parse(text, RequestPrefix, ResponsePrefix);

    /// <summary>With prefixes of one's own for headers without a tag.</summary>
    public static HeaderTags Parse(string? text, string requestPrefix, string responsePrefix)
    {
        var headers = new List<HeaderTag>();
        var tags = new List<KeyValuePair<string, string>>();
        // The last one counts, whatever the case: there is one header of a name.
        foreach (var (header, tag) in TagList.Parse(text))
            TagList.Set(tags, header.ToLowerInvariant(), tag);
        foreach (var (header, tag) in tags)
            headers.Add(new(header, Tag(requestPrefix, header, tag), Tag(responsePrefix, header, tag)));
        return new(headers);
    }

    /// <summary>Hands every configured header that is there to <paramref name="set"/>, as tag and value.</summary>
    public void Apply(Func<string, string?> header, bool response, Action<string, string> set)
    {
        foreach (var entry in Headers)
            if (header(entry.Header) is { } value)
                set(response ? entry.ResponseTag : entry.RequestTag, value);
    }

    public static string DefaultRequestTag(string header) => RequestPrefix + Normalize(header);

    public static string DefaultResponseTag(string header) => ResponsePrefix + Normalize(header);

    private static string Tag(string prefix, string header, string tag) => tag.Length > 0 ? tag : prefix + Normalize(header);

    private static string Normalize(string header)
    {
        var name = new StringBuilder(header.Length);
        foreach (var rune in header.Trim().EnumerateRunes())
        {
            var c = Rune.ToLowerInvariant(rune).Value;
            name.Append(c is >= 'a' and <= 'z' or >= '0' and <= '9' or '_' or '-' or ':' or '/' ? (char)c : '_');
        }
        return name.ToString();
    }
}
