namespace DdRun.Sampling;

/// <summary>Patterns with wildcards, which the whole text must match.</summary>
internal static class Glob
{
    /// <summary><c>*</c> = any text, <c>?</c> = one character, everything else literal; case does not matter.</summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text) => Matches(pattern, text, isName: false);

    /// <summary>The same for names in code: case matters, and <c>*</c> is the only wildcard.</summary>
    public static bool MatchesName(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name) => Matches(pattern, name, isName: true);

    private static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text, bool isName)
    {
        int p = 0, t = 0, star = -1, resume = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                resume = t;
            }
            else if (p < pattern.Length && (isName ? pattern[p] == text[t] : pattern[p] == '?' || Same(pattern[p], text[t])))
            {
                // A character may be two chars.
                t += !isName && pattern[p] == '?' && t + 1 < text.Length && char.IsSurrogatePair(text[t], text[t + 1]) ? 2 : 1;
                p++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++resume;
            }
            else
            {
                return false;
            }
        }
        while (p < pattern.Length && pattern[p] == '*')
            p++;
        return p == pattern.Length;
    }

    public static bool IsOnlyWildcards(ReadOnlySpan<char> pattern) => !pattern.ContainsAnyExcept('*', '?');

    private static bool Same(char a, char b) => a == b || char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
