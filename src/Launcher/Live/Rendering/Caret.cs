namespace DdRun.Launcher.Live.Rendering;

/// <summary>A place in a text, shown as compilers do.</summary>
internal static class Caret
{
    private const string Indent = "  ";
    private const int Before = 60, After = 40;

    /// <param name="text">The whole text.</param>
    /// <param name="line">Which of its lines, from 1 on.</param>
    /// <param name="column">Which character, from 1 on; one behind the last is the end.</param>
    /// <returns>The line, and under it a caret.</returns>
    public static string Under(string text, int line, int column)
    {
        var lines = text.Split('\n');
        var shown = lines[Math.Clamp(line, 1, lines.Length) - 1].TrimEnd('\r');
        var at = Math.Clamp(column - 1, 0, shown.Length);
        var start = at > Before ? at - Before : 0;
        var end = Math.Min(shown.Length, at + After);
        var left = (start > 0 ? "…" : "") + Printable.Of(shown[start..at]);
        return $"{Indent}{left}{Printable.Of(shown[at..end])}{(end < shown.Length ? "…" : "")}\n{Indent}{new string(' ', left.Length)}^";
    }
}
