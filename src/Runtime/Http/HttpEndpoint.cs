using System.Text;

namespace DdRun.Http;

/// <summary>
/// The kind of resource that a path means, for requests that no route does: <c>/users/4711/orders</c> is <c>/users/{param:int}/orders</c>.
/// </summary>
internal static class HttpEndpoint
{
    private const int MostSegments = 8;
    private const int LongText = 20;
    private const string Separators = "._-";
    private const string Unusual = "%&'()*+,:=@";

    /// <summary>That of an absolute URL.</summary>
    public static string OfUrl(string url)
    {
        var authority = url.IndexOf("://", StringComparison.Ordinal);
        var host = authority < 0 ? 0 : authority + "://".Length;
        var path = url.AsSpan(host).IndexOfAny('/', '?', '#');
        return Of(path < 0 ? "" : url[(host + path)..]);
    }

    /// <param name="path">As it was sent, from the host to the query; of more than eight segments the first ones count.</param>
    public static string Of(string path)
    {
        var end = path.AsSpan().IndexOfAny('?', '#');
        var rest = end < 0 ? path.AsSpan() : path.AsSpan(0, end);
        var text = new StringBuilder(rest.Length);
        for (var segments = 0; segments < MostSegments && rest.Length > 0;)
        {
            var slash = rest.IndexOf('/');
            var segment = slash < 0 ? rest : rest[..slash];
            rest = slash < 0 ? default : rest[(slash + 1)..];
            if (segment.IsEmpty)
                continue;
            text.Append('/').Append(Simplify(segment));
            segments++;
        }
        return text.Length == 0 ? "/" : text.ToString();
    }

    private static ReadOnlySpan<char> Simplify(ReadOnlySpan<char> segment)
    {
        bool isDigits = true, isHex = true, hasSeparator = false, hasDigit = false, isUnusual = false;
        foreach (var letter in segment)
        {
            if (char.IsAsciiDigit(letter))
            {
                hasDigit = true;
            }
            else if (Separators.Contains(letter, StringComparison.Ordinal))
            {
                hasSeparator = true;
            }
            else
            {
                isDigits = false;
                isHex &= char.IsAsciiHexDigit(letter);
                isUnusual |= Unusual.Contains(letter, StringComparison.Ordinal);
            }
        }
        if (isDigits && !hasSeparator && segment.Length >= 2 && segment[0] != '0')
            return "{param:int}";
        if (isDigits && hasDigit && segment.Length >= 3)
            return "{param:int_id}";
        if (isHex && hasDigit && segment.Length >= 6)
            return hasSeparator ? "{param:hex_id}" : "{param:hex}";
        return isUnusual || segment.Length >= LongText ? "{param:str}" : segment;
    }
}
