using System.Globalization;
using System.Text;

namespace DdRun.Launcher.Live.Rendering;

/// <summary>Text of a target's, as a terminal may have it: on one line, and with nothing in it that a terminal would obey or that turns around what is read.</summary>
internal static class Printable
{
    public static string Of(string text)
    {
        var at = 0;
        while (at < text.Length && IsPlain(text, at))
            at++;
        if (at == text.Length)
            return text;

        var safe = new StringBuilder(text, 0, at, text.Length + 16);
        for (; at < text.Length; at++)
        {
            if (IsPlain(text, at))
                safe.Append(text[at]);
            else
                Escape(safe, text[at]);
        }

        return safe.ToString();
    }

    private static bool IsPlain(string text, int at)
    {
        var letter = text[at];
        if (letter is >= ' ' and < '\u007f')
            return true;
        if (char.IsHighSurrogate(letter))
            return at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]);
        if (char.IsLowSurrogate(letter))
            return at > 0 && char.IsHighSurrogate(text[at - 1]);
        // Format characters change the direction of text, or show nothing; joiners are needed to write some languages, and do no harm.
        return letter is '\u200c' or '\u200d'
            || CharUnicodeInfo.GetUnicodeCategory(letter) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
    }

    private static void Escape(StringBuilder text, char letter)
    {
        switch (letter)
        {
            case '\n':
                text.Append("\\n");
                break;
            case '\r':
                text.Append("\\r");
                break;
            case '\t':
                text.Append("\\t");
                break;
            default:
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
                break;
        }
    }
}
