using System.Reflection;
using System.Text;
using DdRun.Configuration;

namespace DdRun.Diagnostics;

/// <summary>What the process is: entry point and how its service name came about.</summary>
internal static class ProcessTags
{
    private const int MaxLength = 100;

    /// <summary>Sorted by key.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(Settings settings)
    {
        var tags = new List<KeyValuePair<string, string>>(5);
        if (!settings.ProcessTagsEnabled) return tags;
        try
        {
            Add(tags, "entrypoint.basedir", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)));
            Add(tags, "entrypoint.name", Assembly.GetEntryAssembly()?.GetName().Name ?? Path.GetFileNameWithoutExtension(Environment.ProcessPath));
            Add(tags, "entrypoint.type", "executable");
            Add(tags, "entrypoint.workdir", Path.GetFileName(Environment.CurrentDirectory));
            if (settings.ConfiguredService == null) Add(tags, "svc.auto", settings.Service);
            else Add(tags, "svc.user", "true");
        }
        catch (Exception e)
        {
            Log.Error("Process tags are incomplete.", e);
        }
        return tags;
    }

    /// <summary>Lower case; runs of anything but letters, digits and <c>_ . / -</c> become one underscore; none at either end; 100 characters at most.</summary>
    public static string Normalize(string value)
    {
        var text = new StringBuilder(Math.Min(value.Length, MaxLength));
        foreach (var rune in value.EnumerateRunes())
        {
            var lower = Rune.ToLowerInvariant(rune);
            if (Rune.IsLetter(lower) || Rune.IsDigit(lower) || lower.Value is '.' or '/' or '-') text.Append(lower.ToString());
            else if (text.Length > 0 && text[^1] != '_') text.Append('_');
        }
        var length = Math.Min(text.Length, MaxLength);
        while (length > 0 && text[length - 1] == '_') length--;
        return text.ToString(0, length);
    }

    private static void Add(List<KeyValuePair<string, string>> tags, string key, string? value)
    {
        if (value is { Length: > 0 } && Normalize(value) is { Length: > 0 } text) tags.Add(new(key, text));
    }
}
