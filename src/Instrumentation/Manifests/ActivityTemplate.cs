using System.Diagnostics.CodeAnalysis;

namespace DdRun.Instrumentation.Manifests;

/// <summary>
/// Text with values of an activity in braces: a tag's whole name, <c>operation</c>, <c>display</c>, <c>kind</c>, <c>source</c> or <c>app</c>, with
/// alternatives after bars, and <c>:pascal</c> at the end.
/// </summary>
internal sealed class ActivityTemplate
{
    private const string Pascal = ":pascal";

    private ActivityTemplate(string text, ActivityTemplatePart[] parts) => (Text, Parts) = (text, parts);

    /// <summary>As it is written.</summary>
    public string Text { get; }

    public ActivityTemplatePart[] Parts { get; }

    /// <summary>Whether it is the same for all activities but for the application's name.</summary>
    public bool IsFixed => Array.TrueForAll(Parts, static part => part.Names is null or ["app"]);

    public static bool TryParse(string text, [NotNullWhen(true)] out ActivityTemplate? template, out string message, out int column)
    {
        template = null;
        var parts = new List<ActivityTemplatePart>();
        for (column = 0; column < text.Length;)
        {
            var open = text.IndexOfAny(['{', '}'], column);
            if (open < 0)
                open = text.Length;
            if (open > column)
                parts.Add(new(text[column..open], null, false));
            column = open;
            if (open == text.Length)
                break;
            var close = text.IndexOf('}', open);
            if (text[open] == '}' || close < 0)
            {
                message = text[open] == '}' ? "there is no '{' before this '}'" : "there is no '}' for this '{'";
                return false;
            }
            var names = text[(open + 1)..close];
            var isPascal = names.EndsWith(Pascal, StringComparison.Ordinal);
            var alternatives = (isPascal ? names[..^Pascal.Length] : names).Split('|', StringSplitOptions.TrimEntries);
            if (Array.Exists(alternatives, static name => name.Length == 0))
            {
                message = "a tag's name is expected between braces, and after a bar";
                return false;
            }
            parts.Add(new("", alternatives, isPascal));
            column = close + 1;
        }
        template = new(text, [.. parts]);
        message = "";
        return true;
    }
}
