using System.Text;
using DdRun.Configuration;

namespace DdRun.Http;

/// <summary>Makes URLs fit for tags: no credentials, no secrets in the query.</summary>
internal sealed class UrlRedaction
{
    private const string Replacement = "<redacted>";
    private readonly QueryExpression? _expression;
    private readonly bool _off;
    private readonly bool _dropQuery;

    /// <param name="expression"><see cref="Settings.QueryObfuscation"/>: null = built in, empty = off.</param>
    public UrlRedaction(string? expression)
    {
        _off = expression is { Length: 0 };
        if (string.IsNullOrEmpty(expression))
            return;
        _expression = QueryExpression.TryParse(expression);
        _dropQuery = _expression is null;
    }

    /// <summary>The value of <c>http.url</c>.</summary>
    public string ForTag(string url, bool keepQuery)
    {
        url = UrlUserInfo.Remove(url)!;
        return keepQuery ? Redact(url) : RemoveQuery(url);
    }

    /// <summary>Replaces secrets in the query; path and fragment are not touched.</summary>
    public string Redact(string url)
    {
        if (_off || !TryFindQuery(url, out var start, out var end))
            return url;
        if (_dropQuery)
            return RemoveQuery(url);
        var query = url[start..end];
        var redacted = end == start ? query : _expression is null ? ReplaceSecrets(query) : _expression.Replace(query, Replacement);
        if (redacted == null)
            return RemoveQuery(url);
        return UrlUserInfo.LowerScheme(ReferenceEquals(redacted, query) ? url : string.Concat(url.AsSpan(0, start), redacted, url.AsSpan(end)), end > start);
    }

    public static string RemoveQuery(string url)
    {
        var found = TryFindQuery(url, out var start, out var end);
        // A fragment's bare number sign goes as well.
        var hasFragment = end < url.Length - 1;
        if (!found)
            return hasFragment ? url : url[..end];
        return string.Concat(url.AsSpan(0, start - 1), hasFragment ? url.AsSpan(end) : []);
    }

    private static bool TryFindQuery(string url, out int start, out int end)
    {
        end = url.IndexOf('#', StringComparison.Ordinal);
        if (end < 0)
            end = url.Length;
        start = url.IndexOf('?', StringComparison.Ordinal) + 1;
        return start > 0 && start <= end;
    }

    private static string ReplaceSecrets(string query)
    {
        StringBuilder? text = null;
        var copied = 0;
        for (var i = 0; i < query.Length;)
        {
            var length = SecretScanner.Match(query.AsSpan(i));
            if (length == 0)
            {
                i++;
                continue;
            }
            (text ??= new(query.Length)).Append(query, copied, i - copied).Append(Replacement);
            copied = i += length;
        }
        return text == null ? query : text.Append(query, copied, query.Length - copied).ToString();
    }
}
