using System.Globalization;

namespace DdRun.Configuration;

internal enum AgentTransport
{
    Tcp,
    UnixSocket,
    NamedPipe,
}

/// <summary>Where traces go.</summary>
/// <param name="Kind">How to connect.</param>
/// <param name="Host">Host without brackets; empty unless <see cref="AgentTransport.Tcp"/>.</param>
/// <param name="Port">Port; 0 unless <see cref="AgentTransport.Tcp"/>.</param>
/// <param name="Path">Path of the socket, or name of the pipe.</param>
/// <param name="BasePath">Stands in front of the endpoint's path: empty, or with a leading and without a trailing slash.</param>
/// <param name="Secure">Whether to speak TLS.</param>
internal sealed record AgentAddress(AgentTransport Kind, string Host, int Port, string Path, string BasePath, bool Secure = false)
{
    public const int DefaultPort = 8126;
    public const string DefaultSocket = "/var/run/datadog/apm.socket";

    public static AgentAddress Tcp(string host, int port) => new(AgentTransport.Tcp, host, port, "", "");

    public static AgentAddress UnixSocket(string path) => new(AgentTransport.UnixSocket, "", 0, path, "");

    public static AgentAddress NamedPipe(string name) => new(AgentTransport.NamedPipe, "", 0, name, "");

    /// <summary>The address as a URL.</summary>
    public override string ToString() => Kind switch
    {
        AgentTransport.UnixSocket => "unix://" + Path,
        AgentTransport.NamedPipe => @"\\.\pipe\" + Path,
        _ => string.Create(CultureInfo.InvariantCulture, $"{(Secure ? "https" : "http")}://{UrlHost.Bracketed(Host)}:{Port}{BasePath}"),
    };

    public static bool TryParse(string url, out AgentAddress? address, out string? error)
    {
        address = null;
        error = null;
        var rest = UrlHost.SplitScheme(url, out var scheme);
        if (scheme is not ("http" or "https" or "unix"))
        {
            error = $"Unsupported protocol '{scheme}' in intake URL '{url}'. Must be one of: http, https, unix";
            return false;
        }
        var authority = UrlHost.SplitAuthority(rest, out var path);
        if (scheme == "unix")
        {
            if (path.Length == 0)
                error = $"Invalid file path in intake URL '{url}'";
            else
                address = UnixSocket(path);
            return address != null;
        }
        var secure = scheme == "https";
        if (!UrlHost.TryParse(authority, secure ? 443 : 80, out var host, out var port))
        {
            error = $"Invalid port in intake URL '{url}'";
            return false;
        }
        if (host.Length == 0)
        {
            error = $"Invalid hostname in intake URL '{url}'";
            return false;
        }
        address = new(AgentTransport.Tcp, host, port, "", UrlHost.WithoutQuery(path).TrimEnd('/'), secure);
        return true;
    }

    /// <summary>URL, else host and port, else the socket where agents put it, else the local port.</summary>
    internal static AgentAddress Resolve(SettingsSource source, Func<string, bool> exists)
    {
        if (source.Text(Declarations.AgentVariables.Url) is { } url)
        {
            if (TryParse(url, out var address, out var error))
                return address!;
            source.Report(Declarations.AgentVariables.Url.Name, url, error!, "the address that would hold without it");
        }
        if (source.Text(Declarations.AgentVariables.PipeName) is { } pipe && OperatingSystem.IsWindows())
            return NamedPipe(pipe);
        if (UrlHost.TryRead(source, Declarations.AgentVariables.TraceHost, Declarations.AgentVariables.TracePort, DefaultPort, out var host, out var port))
            return Tcp(host, port);
        return exists(DefaultSocket) ? UnixSocket(DefaultSocket) : Tcp("localhost", DefaultPort);
    }
}
