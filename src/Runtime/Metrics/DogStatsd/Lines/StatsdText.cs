using System.Text;

namespace DdRun.Metrics.DogStatsd.Lines;

/// <summary>Makes anything a caller passes fit into a DogStatsD line.</summary>
internal static class StatsdText
{
    /// <summary>ASCII letters, digits and <c>_ . -</c>, the rest becomes <c>_</c>; starts at the first letter. Empty when there is none.</summary>
    public static string Name(string name)
    {
        var start = 0;
        while (start < name.Length && !char.IsAsciiLetter(name[start]))
            start++;
        if (start == 0 && IsCleanName(name))
            return name;
        var text = new StringBuilder(name.Length - start);
        for (var i = start; i < name.Length; i++)
        {
            if (char.IsLowSurrogate(name[i]) && char.IsHighSurrogate(name[i - 1]))
                continue;
            text.Append(IsName(name[i]) ? name[i] : '_');
        }
        return text.ToString();
    }

    /// <summary>Member of a set, host, aggregation key, source, name of a service check.</summary>
    public static string Field(string value) => Replace(value, static c => c is '|' || char.IsControl(c));

    /// <summary>Title and text of an event; their length is announced, so only line breaks and other control characters matter.</summary>
    public static string EventText(string text)
    {
        text = text.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return Replace(text, char.IsControl, ' ');
    }

    public static string CheckMessage(string message) =>
        Replace(EventText(message), static c => c == '|').Replace("m:", "m\\:", StringComparison.Ordinal);

    private static bool IsName(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-';

    private static bool IsCleanName(string name)
    {
        foreach (var c in name)
            if (!IsName(c))
                return false;
        return true;
    }

    private static string Replace(string value, Func<char, bool> isForbidden, char by = '_') =>
        string.Create(value.Length, (value, isForbidden, by), static (span, state) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = state.isForbidden(state.value[i]) ? state.by : state.value[i];
        });
}
