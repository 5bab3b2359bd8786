using System.Globalization;

namespace DdRun.Configuration;

internal enum StatsdTransport
{
    Udp,
    UnixSocket,
}

/// <summary>What kind of Unix socket listens at a path.</summary>
internal enum StatsdSocket
{
    Either,
    Datagram,
    Stream,
}

/// <summary>Where metrics go.</summary>
/// <param name="Kind">How to send.</param>
/// <param name="Host">Host without brackets; empty for a socket.</param>
/// <param name="Port">Port; 0 for a socket.</param>
/// <param name="Path">Path of the socket.</param>
/// <param name="Socket">Its kind.</param>
internal sealed record StatsdAddress(StatsdTransport Kind, string Host, int Port, string Path, StatsdSocket Socket = StatsdSocket.Either)
{
    public const int DefaultPort = 8125;
    public const string DefaultSocket = "/var/run/datadog/dsd.socket";

    public static StatsdAddress Udp(string host, int port) => new(StatsdTransport.Udp, host, port, "");

    public static StatsdAddress UnixSocket(string path, StatsdSocket socket = StatsdSocket.Either) => new(StatsdTransport.UnixSocket, "", 0, path, socket);

    /// <summary>The address as a URL.</summary>
    public override string ToString() => Kind == StatsdTransport.UnixSocket
        ? (Socket switch { StatsdSocket.Datagram => "unixgram://", StatsdSocket.Stream => "unixstream://", _ => "unix://" }) + Path
        : string.Create(CultureInfo.InvariantCulture, $"udp://{UrlHost.Bracketed(Host)}:{Port}");

    /// <summary><c>udp://host:port</c>, <c>unix:///path</c>, <c>unixgram:///path</c>, <c>unixstream:///path</c>, <c>/path</c> or <c>host:port</c>.</summary>
    public static bool TryParse(string url, out StatsdAddress? address, out string? error)
    {
        address = null;
        error = null;
        var full = url.StartsWith('/') ? "unix://" + url : url.Contains("://", StringComparison.Ordinal) ? url : "udp://" + url;
        var rest = UrlHost.SplitScheme(full, out var scheme);
        var authority = UrlHost.SplitAuthority(rest, out var path);
        switch (scheme)
        {
            case "unix" or "unixgram" or "unixstream" when path.Length > 0:
                address = UnixSocket(path, scheme switch { "unixgram" => StatsdSocket.Datagram, "unixstream" => StatsdSocket.Stream, _ => StatsdSocket.Either });
                break;
            case "unix" or "unixgram" or "unixstream":
                error = $"No socket path in DogStatsD URL '{url}'";
                break;
            case "udp" when UrlHost.TryParse(authority, DefaultPort, out var host, out var port) && host.Length > 0:
                address = Udp(host, port);
                break;
            case "udp":
                error = $"Invalid host or port in DogStatsD URL '{url}'";
                break;
            default:
                error = $"Unknown scheme '{scheme}' for DogStatsD URL '{url}'. Must be one of: udp, unix";
                break;
        }
        return address != null;
    }

    /// <summary>URL, else host and port, else the socket where agents put it, else the local port.</summary>
    internal static StatsdAddress Resolve(SettingsSource source, Func<string, bool> exists)
    {
        if (source.Text(Declarations.AgentVariables.StatsdUrl) is { } url)
        {
            if (TryParse(url, out var address, out var error))
                return address!;
            source.Report(Declarations.AgentVariables.StatsdUrl.Name, url, error!, "the address that would hold without it");
        }
        if (UrlHost.TryRead(source, Declarations.AgentVariables.StatsdHost, Declarations.AgentVariables.StatsdPort, DefaultPort, out var host, out var port))
            return Udp(host, port);
        return exists(DefaultSocket) ? UnixSocket(DefaultSocket) : Udp("localhost", DefaultPort);
    }
}
