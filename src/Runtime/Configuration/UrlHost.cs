using DdRun.Configuration.Declarations;
using DdRun.Text;

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
        if (colon <= 0 || !IsScheme(url, colon))
            colon = -1;
        scheme = colon < 0 ? "" : SettingsSource.Lower(url[..colon]);
        return url[(colon + 1)..];
    }

    private static bool IsScheme(string url, int length)
    {
        if (!char.IsAsciiLetter(url[0]))
            return false;
        for (var i = 1; i < length; i++)
            if (!char.IsAsciiLetterOrDigit(url[i]) && url[i] is not ('+' or '-' or '.'))
                return false;
        return true;
    }

    public static string SplitAuthority(string rest, out string path)
    {
        path = rest;
        if (!rest.StartsWith("//", StringComparison.Ordinal))
            return "";
        var end = 2;
        while (end < rest.Length && rest[end] is not ('/' or '?' or '#'))
            end++;
        path = rest[end..];
        return rest[2..end];
    }

    /// <summary>What stands before a query or fragment.</summary>
    public static string WithoutQuery(string path)
    {
        for (var end = 0; end < path.Length; end++)
            if (path[end] is '?' or '#')
                return path[..end];
        return path;
    }

    /// <summary>Host and port by settings of their own, or else by those of the agent. False when nobody has set any.</summary>
    public static bool TryRead(SettingsSource source, Setting<string?> ownHost, Setting<int> ownPort, int defaultPort, out string host, out int port)
    {
        var given = source.Text(ownHost) ?? source.Text(Declarations.AgentVariables.Host);
        port = source.Integer(ownPort, 0, 65535);
        if (port == 0)
            port = source.Integer(Declarations.AgentVariables.Port, 0, 65535);
        // Set but empty still says that it is no socket.
        var isSet = given != null || port != 0 || source.Raw(Declarations.AgentVariables.Host) != null || source.Raw(Declarations.AgentVariables.Port) != null;
        host = Unbracketed(given ?? "localhost");
        if (port == 0)
            port = defaultPort;
        return isSet;
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
        if (colon == authority.Length - 1)
            return true;
        var isPort = Digits.TryParse(authority.AsSpan(colon + 1), 65535, out var number);
        port = (int)number;
        return isPort;
    }
}
