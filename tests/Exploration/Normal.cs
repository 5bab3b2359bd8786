using System.Text.RegularExpressions;

namespace DdRun.Exploration;

/// <summary>Takes out of a text what differs between any two runs of the same program: times, dates, ids, folders.</summary>
internal static partial class Normal
{
    public static string Text(string text, string folder)
    {
        text = text.Replace(folder, "‹folder›", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal);
        text = Escape().Replace(text, "");
        text = Guid().Replace(text, "‹id›");
        text = Date().Replace(text, "‹date›");
        text = Duration().Replace(text, "‹time›");
        text = Clock().Replace(text, "‹time›");
        return Address().Replace(text, "‹address›");
    }

    /// <summary>A file's content; of what is no text, its length and hash.</summary>
    public static string File(string path, string folder)
    {
        var bytes = System.IO.File.ReadAllBytes(path);
        if (Array.IndexOf(bytes, (byte)0) >= 0)
            return $"{bytes.Length} bytes, {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes))}";
        return Text(System.Text.Encoding.UTF8.GetString(bytes), folder);
    }

    [GeneratedRegex(@"\x1B\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Escape();

    [GeneratedRegex("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")]
    private static partial Regex Guid();

    [GeneratedRegex(@"\d{1,4}[-/]\d{1,2}[-/]\d{2,4}[T ]\d{1,2}:\d{2}(:\d{2})?(\.\d+)?( [AP]M)?(Z|[+-]\d{2}:?\d{2})?|\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d{2}-\d{2}")]
    private static partial Regex Date();

    [GeneratedRegex(@"\b\d+([.,]\d+)? ?(ms|µs|us|s|sec|secs|seconds?|milliseconds?|minutes?)\b")]
    private static partial Regex Duration();

    [GeneratedRegex(@"\b\d{1,2}:\d{2}(:\d{2})?([.,]\d+)?\b")]
    private static partial Regex Clock();

    [GeneratedRegex(@"(127\.0\.0\.1|localhost|0\.0\.0\.0|\[::\]|\[::1\]):\d+")]
    private static partial Regex Address();
}
