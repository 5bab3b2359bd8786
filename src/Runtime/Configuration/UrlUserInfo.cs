namespace DdRun.Configuration;

/// <summary>The credentials in a URL, which belong into no tag and no log.</summary>
internal static class UrlUserInfo
{
    /// <summary>Takes <c>user:password@</c> out; with it go path parameters and fragment, which have no place in a URL with credentials.</summary>
    public static string? Remove(string? url)
    {
        var authority = url?.IndexOf("//", StringComparison.Ordinal) + 2 ?? 0;
        if (url == null || authority < 2)
            return url;
        var rest = url.AsSpan(authority);
        var host = rest.IndexOfAny('/', '?', '#');
        var at = (host < 0 ? rest : rest[..host]).LastIndexOf('@');
        if (at < 0)
            return url;
        rest = rest[(at + 1)..];
        var fragment = rest.IndexOf('#');
        if (fragment >= 0)
            rest = rest[..fragment];
        var query = rest.IndexOf('?');
        var path = query < 0 ? rest : rest[..query];
        var parameters = path[(path.LastIndexOf('/') + 1)..].IndexOf(';');
        if (parameters >= 0)
            path = path[..(path.LastIndexOf('/') + 1 + parameters)];
        return LowerScheme(string.Concat(url.AsSpan(0, authority), path, query < 0 || query == rest.Length - 1 ? [] : rest[query..]), true);
    }

    /// <summary>What is put together anew is spelled as usual.</summary>
    public static string LowerScheme(string url, bool isNew)
    {
        var end = isNew ? url.IndexOf("://", StringComparison.Ordinal) : -1;
        return end > 0 && url.AsSpan(0, end).ContainsAnyInRange('A', 'Z') ? string.Concat(url[..end].ToLowerInvariant(), url.AsSpan(end)) : url;
    }
}
