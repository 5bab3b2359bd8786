using DdRun.Tracing;

namespace DdRun.Libraries.AspNetCore;

/// <summary>What requests by the same method to the same host have alike, before anybody knows for whom they are.</summary>
internal static class RequestKinds
{
    // Clients may send any method and any host.
    private const int Max = 16;

    private static Kind[] s_all = [];

    /// <summary>Null for yet another kind.</summary>
    public static SharedTags? TagsOf(string method, string? host)
    {
        var all = s_all;
        foreach (var kind in all)
            if (Span.Same(kind.Method, method) && kind.Host == host)
                return kind.Tags;
        return all.Length < Max ? Add(all, method, host) : null;
    }

    private static SharedTags Add(Kind[] all, string method, string? host)
    {
        List<KeyValuePair<string, object>> tags = [new("span.kind", "server"), new("component", "aspnet_core"), new("http.method", method)];
        if (host is not null)
            tags.Add(new(RequestTags.Host, host));
        var kind = new Kind(method, host, new SharedTags(tags));
        s_all = [.. all, kind];
        return kind.Tags;
    }

    private sealed record Kind(string Method, string? Host, SharedTags Tags);
}
