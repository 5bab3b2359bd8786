using System.Collections;
using System.Collections.Concurrent;
using System.ComponentModel;
using System.Text.RegularExpressions;

namespace DdRun.Probes.Expressions;

/// <summary>The functions and conversions of the expression language. For woven code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ExpressionFunctions
{
    // A pattern that runs away costs this, once a call.
    private static readonly TimeSpan s_matchTimeout = TimeSpan.FromMilliseconds(50);

    /// <summary>Whether two texts are the same; two nulls are.</summary>
    public static bool AreEqual(string? a, string? b) => string.Equals(a, b);

    /// <summary>Whether two values are the same: numbers by value whatever their types, enumerations also by name.</summary>
    public static bool AreSame(object? a, object? b) => a is null || b is null ? a == b : LateComparison.AreEqual(LateValue.Of(a), LateValue.Of(b));

    /// <summary>Whether a value is the boolean true.</summary>
    public static bool IsTrue(object? value) => value is true;

    /// <summary>A value's text, empty for null.</summary>
    public static string Text<T>(T value) => CaptureText.Of(value) ?? "";

    /// <summary>One text after the other.</summary>
    public static string Concat(string? a, string? b) => string.Concat(a, b);

    /// <summary>Whether a text contains another, compared by characters.</summary>
    public static bool Contains(string? text, string? part) => text is not null && part is not null && text.Contains(part, StringComparison.Ordinal);

    /// <summary>Whether a collection contains a value.</summary>
    public static bool ContainsItem(object? collection, object? value)
    {
        if (collection is not IEnumerable many)
            return false;
        foreach (var one in many)
        {
            if (AreSame(one, value))
                return true;
        }
        return false;
    }

    /// <summary>Whether a text begins with another, compared by characters.</summary>
    public static bool StartsWith(string? text, string? part) => text is not null && part is not null && text.StartsWith(part, StringComparison.Ordinal);

    /// <summary>Whether a text ends with another, compared by characters.</summary>
    public static bool EndsWith(string? text, string? part) => text is not null && part is not null && text.EndsWith(part, StringComparison.Ordinal);

    /// <summary>Whether a regular expression is found in a text. One that takes longer than 50 ms is not.</summary>
    public static bool Matches(string? text, string? pattern) => text is not null && pattern is not null && Patterns.IsMatch(text, pattern);

    /// <summary>The characters of a text, -1 for null.</summary>
    public static int Length(string? text) => text?.Length ?? -1;

    /// <summary>The name of a value's type without its namespace; null for null.</summary>
    public static string? TypeName(object? value) => value?.GetType().Name;

    // Apart, so that the library of regular expressions is loaded only where one is used.
    private static class Patterns
    {
        private static readonly ConcurrentDictionary<string, Regex?> s_known = new();

        public static bool IsMatch(string text, string pattern)
        {
            try
            {
                return s_known.GetOrAdd(pattern, Make)?.IsMatch(text) == true;
            }
            catch (RegexMatchTimeoutException)
            {
                return false;
            }
        }

        private static Regex? Make(string pattern)
        {
            try
            {
                return new Regex(pattern, RegexOptions.CultureInvariant, s_matchTimeout);
            }
            catch (ArgumentException)
            {
                return null;
            }
        }
    }
}
