using System.Globalization;
using DdRun.Configuration.Declarations;

namespace DdRun.Configuration;

/// <summary>Where and how one signal (traces, metrics or logs) goes by OTLP.</summary>
/// <param name="Address">Whom to connect to.</param>
/// <param name="Path">Path and query of the request.</param>
/// <param name="Protocol">How bodies are encoded.</param>
/// <param name="Headers">Lines for the request's head. They hold secrets: never to be logged or shown.</param>
/// <param name="Timeout">For a request with its retries.</param>
/// <param name="Gzip">Whether bodies are compressed.</param>
/// <param name="Tls">Null where the system's own do.</param>
internal sealed record OtlpSignal(
    AgentAddress Address, string Path, OtlpProtocol Protocol, string Headers, TimeSpan Timeout, bool Gzip, TlsFiles? Tls)
{
    private const int GrpcPort = 4317;
    private const string DefaultBase = "http://localhost:4318", Prefix = "OTEL_EXPORTER_OTLP_";

    /// <summary>The URL without user and query, fit to be shown.</summary>
    public string Url => Address + UrlHost.WithoutQuery(Path);

    // A record would print its headers.
    public override string ToString() => Url;

    /// <param name="source">Where settings come from; problems are reported there.</param>
    /// <param name="signal"><c>TRACES</c>, <c>METRICS</c> or <c>LOGS</c>.</param>
    /// <param name="bound">Another time-out of this signal, which holds where it is set and shorter.</param>
    public static OtlpSignal Read(SettingsSource source, string signal, Setting<double>? bound = null)
    {
        var (address, path) = ReadEndpoint(source, signal);
        if (address.Port == GrpcPort)
            source.Report(Own(source, signal, "ENDPOINT") is null ? ExporterVariables.Endpoint.Name : Prefix + signal + "_ENDPOINT", address.ToString(), "4317 is the port of gRPC, which is not spoken; receivers listen for HTTP on port 4318", "it all the same");
        var milliseconds = ReadTimeout(source, signal);
        if (bound is not null && source.Raw(bound) is { Length: > 0 })
            milliseconds = Math.Min(milliseconds, source.Number(bound, 1));
        var authorities = Text(source, signal, "CERTIFICATE", out _);
        var certificate = Text(source, signal, "CLIENT_CERTIFICATE", out _);
        var tls = authorities is null && certificate is null ? null : new TlsFiles(authorities, certificate, Text(source, signal, "CLIENT_KEY", out _));
        return new(address, path, ReadProtocol(source, signal), ReadHeaders(source, signal), TimeSpan.FromMilliseconds(milliseconds), ReadGzip(source, signal), tls);
    }

    private static (AgentAddress Address, string Path) ReadEndpoint(SettingsSource source, string signal)
    {
        var own = Own(source, signal, "ENDPOINT");
        var error = "";
        if (own is not null && TryParse(own, out var address, out var path, out error))
            return (address, path.Length == 0 ? "/" : path);
        if (own is not null)
            source.Report(Prefix + signal + "_ENDPOINT", WithoutUser(own), error, ExporterVariables.Endpoint.Name);
        var common = source.Text(ExporterVariables.Endpoint);
        if (common is not null && !TryParse(common, out _, out _, out error))
        {
            source.Report(ExporterVariables.Endpoint.Name, WithoutUser(common), error, "the default " + DefaultBase);
            common = null;
        }
        if (!TryParse(common ?? DefaultBase, out address, out path, out _))
            path = "";
        return (address, Appended(path, "v1/" + signal.ToLowerInvariant()));
    }

    // "/otlp?tenant=a" and "v1/traces" make "/otlp/v1/traces?tenant=a".
    private static string Appended(string path, string end)
    {
        var before = UrlHost.WithoutQuery(path);
        return before.TrimEnd('/') + "/" + end + path[before.Length..];
    }

    private static bool TryParse(string url, out AgentAddress address, out string path, out string error)
    {
        (address, path, error) = (AgentAddress.Tcp("", 0), "", "");
        var rest = UrlHost.SplitScheme(url, out var scheme);
        if (scheme is not ("http" or "https"))
        {
            error = "neither an http:// nor an https:// address";
            return false;
        }
        var authority = UrlHost.SplitAuthority(rest, out path);
        if (!UrlHost.TryParse(authority, scheme == "https" ? 443 : 80, out var host, out var port) || host.Length == 0)
        {
            error = host.Length == 0 ? "has no host" : "has no valid port";
            return false;
        }
        // It becomes part of the request's first line.
        foreach (var c in path)
        {
            if (c is > ' ' and < '\x7f')
                continue;
            error = "has a path with characters that must be percent-encoded";
            return false;
        }
        var fragment = path.IndexOf('#', StringComparison.Ordinal);
        if (fragment >= 0)
            path = path[..fragment];
        address = new(AgentTransport.Tcp, host, port, "", "", scheme == "https");
        return true;
    }

    private static string WithoutUser(string url)
    {
        var at = url.LastIndexOf('@');
        return at < 0 ? url : "…" + url[at..];
    }

    private static OtlpProtocol ReadProtocol(SettingsSource source, string signal)
    {
        if (Text(source, signal, "PROTOCOL", out var name) is not { } text)
            return OtlpProtocol.Protobuf;
        switch (SettingsSource.Lower(text))
        {
            case "http/protobuf":
                return OtlpProtocol.Protobuf;
            case "http/json":
                return OtlpProtocol.Json;
            case "grpc":
                source.Report(name, text, "gRPC is not spoken; receivers listen for HTTP on port 4318", "http/protobuf");
                return OtlpProtocol.Protobuf;
            default:
                source.Report(name, text, "not one of http/protobuf, http/json", "http/protobuf");
                return OtlpProtocol.Protobuf;
        }
    }

    private static bool ReadGzip(SettingsSource source, string signal)
    {
        if (Text(source, signal, "COMPRESSION", out var name) is not { } text)
            return false;
        var word = SettingsSource.Lower(text);
        if (word is not ("gzip" or "none"))
            source.Report(name, text, "not one of gzip, none", "none");
        return word == "gzip";
    }

    private static double ReadTimeout(SettingsSource source, string signal)
    {
        var fallback = ExporterVariables.Timeout.Default;
        if (Text(source, signal, "TIMEOUT", out var name) is not { } text)
            return fallback;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is >= 1 and <= int.MaxValue)
            return value;
        source.Report(name, text, "not a number of milliseconds from 1 on", "the default 10000");
        return fallback;
    }

    private static string ReadHeaders(SettingsSource source, string signal)
    {
        if (Text(source, signal, "HEADERS", out var name) is not { } text)
            return "";
        var lines = "";
        foreach (var part in text.Split(','))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var key = equals < 0 ? "" : part[..equals].Trim();
            var value = equals < 0 ? "" : Uri.UnescapeDataString(part[(equals + 1)..].Trim());
            if (IsToken(key) && IsFieldValue(value))
                lines += key + ": " + value + "\r\n";
            else if (part.Trim().Length > 0)
                source.Report(name, "…", "a part is no header of the form name=value", "the others");
        }
        return lines;
    }

    private static bool IsToken(string name)
    {
        foreach (var c in name)
            if (!char.IsAsciiLetterOrDigit(c) && !"!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal))
                return false;
        return name.Length > 0;
    }

    private static bool IsFieldValue(string value)
    {
        foreach (var c in value)
            if (c is '\r' or '\n' or '\0')
                return false;
        return true;
    }

    private static string? Own(SettingsSource source, string signal, string what) => source.Text(new Setting<string?>(Prefix + signal + "_" + what, null));

    // The signal's own form, else the general one; an empty one counts as unset.
    private static string? Text(SettingsSource source, string signal, string what, out string name)
    {
        name = Prefix + signal + "_" + what;
        if (Own(source, signal, what) is { } own)
            return own;
        name = Prefix + what;
        return source.Text(new Setting<string?>(name, null));
    }
}
