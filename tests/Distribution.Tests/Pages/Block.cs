using System.Text.RegularExpressions;

namespace DdRun.Distribution.Tests.Pages;

/// <summary>A block of code in a page of docs/.</summary>
/// <param name="Language">What stands behind its first fence.</param>
/// <param name="Text">Its lines.</param>
/// <param name="Remark">The comment in the line before it: how it is run, or <c>not run: why</c>.</param>
internal sealed partial record Block(string Language, string Text, string Remark)
{
    public bool IsRun => !Remark.StartsWith("not run:", StringComparison.Ordinal);

    public static IReadOnlyList<Block> Of(string page) =>
        [.. Fenced().Matches(File.ReadAllText(System.IO.Path.Combine(Repository.Root, "docs", page)))
            .Select(match => new Block(match.Groups["language"].Value, match.Groups["text"].Value, match.Groups["remark"].Value.Trim()))];

    [GeneratedRegex("^(<!--(?<remark>[^\n]*)-->\n)?```(?<language>\\w*)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();
}
