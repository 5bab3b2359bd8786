using System.Globalization;
using System.Text;

namespace DdRun.Instrumentation.Integrations.Http;

/// <summary>Texts of HTTP spans: resources without ids, redacted URLs.</summary>
internal static class HttpResource
{
    /// <summary><c>GET host/path</c> with ids in the path replaced by <c>?</c>.</summary>
    public static string Of(string method, Uri? uri) => uri switch
    {
        null => method,
        { IsAbsoluteUri: true } => string.Concat(method, " ", uri.Authority, CleanPath(uri.AbsolutePath)),
        _ => string.Concat(method, " ", CleanPath(uri.OriginalString)),
    };

    /// <summary>The path with every segment that looks like an id replaced by <c>?</c>; the same string when there is none.</summary>
    public static string CleanPath(string path)
    {
        StringBuilder? cleaned = null;
        for (var start = 0; start < path.Length;)
        {
            var slash = path.IndexOf('/', start);
            var end = slash < 0 ? path.Length : slash;
            var segment = path.AsSpan(start, end - start);
            if (IsIdentifier(segment))
                (cleaned ??= new StringBuilder(path.Length).Append(path, 0, start)).Append('?');
            else
                cleaned?.Append(segment);
            if (slash >= 0)
                cleaned?.Append('/');
            start = end + 1;
        }
        return cleaned?.ToString() ?? path;
    }

    public static string StatusError(int status) =>
        string.Create(CultureInfo.InvariantCulture, $"The HTTP response has status code {status}.");

    // Digits, hyphens, and hexadecimal letters where the segment is long; at least one digit.
    private static bool IsIdentifier(ReadOnlySpan<char> segment)
    {
        var digits = false;
        foreach (var c in segment)
        {
            if (char.IsAsciiDigit(c))
                digits = true;
            else if (c != '-' && !(segment.Length >= 16 && char.IsAsciiHexDigit(c)))
                return false;
        }
        return digits;
    }
}
