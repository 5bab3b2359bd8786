using System.Net.Http.Headers;
using DdRun.Configuration;
using DdRun.Propagation;

namespace DdRun.Instrumentation.Integrations.Http;

/// <summary>Copies of requests. Only their heads: the content is the application's, and is read from there.</summary>
internal static class PrivateRequest
{
    public static HttpRequestMessage Copy(HttpRequestMessage request, bool withOptions)
    {
        var copy = new HttpRequestMessage(request.Method, request.RequestUri) { Version = request.Version, VersionPolicy = request.VersionPolicy };
        var headers = RequestFields.Headers(request);
        CopyHeaders(headers, copy.Headers);
        // A field of its own, which is no header until it is written.
        if (headers.Protocol is { } protocol)
            copy.Headers.Protocol = protocol;
        if (request.Content is { } content)
            copy.Content = HasContext(content.Headers) ? WithoutContext(content.Headers) : content;
        if (withOptions)
        {
            foreach (var (key, value) in request.Options)
                ((IDictionary<string, object?>)copy.Options)[key] = value;
        }
        return copy;
    }

    public static void RemoveContext(HttpRequestHeaders headers)
    {
        for (var style = PropagationStyle.Datadog; style < PropagationStyle.Baggage; style++)
        {
            foreach (var name in ContextFields.Of(style))
                headers.Remove(name);
        }
    }

    public static void Set(HttpHeaders headers, string name, string value)
    {
        headers.Remove(name);
        headers.TryAddWithoutValidation(name, value);
    }

    public static bool HasContext(HttpHeaders headers)
    {
        foreach (var (name, _) in headers.NonValidated)
        {
            if (ContextFields.Contains(name))
                return true;
        }
        return false;
    }

    private static void CopyHeaders(HttpHeaders from, HttpHeaders to)
    {
        foreach (var (name, values) in from.NonValidated)
        {
            if (values.Count == 1)
                to.TryAddWithoutValidation(name, values.ToString());
            else
                to.TryAddWithoutValidation(name, values);
        }
    }

    // The same head, and a body that nobody asks for.
    private static ByteArrayContent WithoutContext(HttpContentHeaders headers)
    {
        var content = new ByteArrayContent([]);
        foreach (var (name, values) in headers.NonValidated)
        {
            if (!ContextFields.Contains(name))
                content.Headers.TryAddWithoutValidation(name, values);
        }
        return content;
    }
}
