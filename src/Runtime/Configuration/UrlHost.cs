namespace DdRun.Configuration;

/// <summary>The pieces of an address. <see cref="Uri"/> costs start-up time and has no place for unix sockets.</summary>
internal static class UrlHost
{
    public static string Bracketed(string host) => host.Contains(':', StringComparison.Ordinal) ? "[" + host + "]" : host;

    public static string Unbracketed(string host) => host.Length > 2 && host[0] == '[' && host[^1] == ']' ? host[1..^1] : host;

    /// <returns>What follows the scheme's colon; everything when there is no scheme.</returns>
    public static string SplitScheme(string url, out string scheme)
    {
        var colon = url.IndexOf(':', StringComparison.Ordinal);
        scheme = colon <= 0 ? "" : SettingsSource.Lower(url[..colon]);
        return colon <= 0 ? url : url[(colon + 1)..];
    }

    public static string SplitAuthority(string rest, out string path)
    {
        path = rest;
        if (!rest.StartsWith("//", StringComparison.Ordinal)) return "";
        var slash = rest.IndexOf('/', 2);
        path = slash < 0 ? "" : rest[slash..];
        return slash < 0 ? rest[2..] : rest[2..slash];
    }

    public static bool TryParse(string authority, int defaultPort, out string host, out int port)
    {
        authority = authority[(authority.LastIndexOf('@') + 1)..];
        port = defaultPort;
        var colon = authority.LastIndexOf(':');
        if (colon < 0 || colon < authority.IndexOf(']', StringComparison.Ordinal))
        {
            host = Unbracketed(authority);
            return true;
        }
        host = Unbracketed(authority[..colon]);
        if (colon == authority.Length - 1) return true;
        var isPort = Digits.TryParse(authority.AsSpan(colon + 1), 65535, out var number);
        port = (int)number;
        return isPort;
    }
}
