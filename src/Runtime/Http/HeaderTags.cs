using System.Text;
using DdRun.Configuration;

namespace DdRun.Http;

/// <summary>Which request and response headers become tags, and under which names.</summary>
internal sealed class HeaderTags
{
    private HeaderTags(IReadOnlyList<HeaderTag> headers) => Headers = headers;

    public IReadOnlyList<HeaderTag> Headers { get; }

    public static HeaderTags Parse(string? text)
    {
        var headers = new List<HeaderTag>();
        var tags = new List<KeyValuePair<string, string>>();
        // The last one counts, whatever the case: there is one header of a name.
        foreach (var (header, tag) in TagList.Parse(text)) TagList.Set(tags, header.ToLowerInvariant(), tag);
        foreach (var (header, tag) in tags) headers.Add(new(header, RequestTag(header, tag), ResponseTag(header, tag)));
        return new(headers);
    }

    /// <summary>Hands every configured header that is there to <paramref name="set"/>, as tag and value.</summary>
    public void Apply(Func<string, string?> header, bool response, Action<string, string> set)
    {
        foreach (var entry in Headers)
            if (header(entry.Header) is { } value)
                set(response ? entry.ResponseTag : entry.RequestTag, value);
    }

    public static string DefaultRequestTag(string header) => "http.request.headers." + Normalize(header);

    public static string DefaultResponseTag(string header) => "http.response.headers." + Normalize(header);

    private static string RequestTag(string header, string tag) => tag.Length > 0 ? tag : DefaultRequestTag(header);

    private static string ResponseTag(string header, string tag) => tag.Length > 0 ? tag : DefaultResponseTag(header);

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
