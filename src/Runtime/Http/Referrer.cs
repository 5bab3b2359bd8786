using DdRun.Configuration;

namespace DdRun.Http;

/// <summary>What is told of the page that a request came from.</summary>
internal static class Referrer
{
    /// <summary>The host of an absolute URL of http or https, without a port; null of anything else.</summary>
    public static string? Host(string? header)
    {
        if (!Uri.TryCreate(header?.Trim(), UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
            return null;
        return url.Host is { Length: > 0 } host ? UrlHost.Unbracketed(host) : null;
    }
}
