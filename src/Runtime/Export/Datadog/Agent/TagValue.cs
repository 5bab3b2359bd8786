using System.Globalization;
using System.Text;

namespace DdRun.Export.Datadog.Agent;

/// <summary>The value of a tag as the agent writes it.</summary>
internal static class TagValue
{
    private const int MaxLength = 200;

    /// <summary>Lower case; runs of anything but letters, digits and <c>: . / -</c> become one underscore; none at the end; at most 200 characters.</summary>
    public static string Normalize(string value)
    {
        var text = new StringBuilder(value.Length);
        var length = 0;
        foreach (var rune in value.EnumerateRunes())
        {
            if (length == MaxLength)
                break;
            var lower = Rune.ToLowerInvariant(rune);
            if (Rune.IsLetter(lower) || Rune.GetUnicodeCategory(lower) == UnicodeCategory.DecimalDigitNumber || lower.Value is ':' or '.' or '/' or '-')
                text.Append(lower.ToString());
            else if (text.Length == 0 || text[^1] != '_')
                text.Append('_');
            else
                continue;
            length++;
        }
        while (text.Length > 0 && text[^1] == '_')
            text.Length--;
        return text.ToString();
    }
}
