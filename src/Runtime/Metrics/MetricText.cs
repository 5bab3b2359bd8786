using System.Runtime.CompilerServices;
using System.Text;

namespace DdRun.Metrics;

/// <summary>Texts of metrics that every way of sending takes.</summary>
internal static class MetricText
{
    /// <summary>As it is sent. Not a literal of bytes: those are spans, and for these alone a small app would have more pages of the framework.</summary>
    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Letters and digits of any script and <c>_ - : / .</c>; the rest becomes <c>_</c>.</summary>
    public static string Tag(string tag)
    {
        foreach (var c in tag)
            if (!IsTag(c))
                return CleanTag(tag);
        return tag;
    }

    // Apart, and rarely needed: it brings Unicode's tables up.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string CleanTag(string tag)
    {
        var text = new StringBuilder(tag.Length);
        foreach (var rune in tag.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || (rune.IsAscii && IsTag((char)rune.Value)))
                text.Append(rune.ToString());
            else
                text.Append('_');
        }
        return text.ToString();
    }

    private static bool IsTag(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or ':' or '/' or '.';
}
