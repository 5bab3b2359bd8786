using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using DdRun.Configuration;
using DdRun.Diagnostics;

namespace DdRun.Identity;

/// <summary>What the process is: entry point and how its service name came about.</summary>
internal static class ProcessTags
{
    private const int MaxLength = 100;

    /// <summary>Sorted by key.</summary>
    public static KeyValuePair<string, string>[] Read(Settings settings)
    {
        if (!settings.ProcessTagsEnabled)
            return [];
        string[] keys = ["entrypoint.basedir", "entrypoint.name", "entrypoint.type", "entrypoint.workdir", settings.ConfiguredService == null ? "svc.auto" : "svc.user"];
        var values = new string?[keys.Length];
        try
        {
            values[0] = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
            values[1] = AssemblyNames.Entry();
            values[2] = "executable";
            values[3] = WorkingFolder();
            values[4] = settings.ConfiguredService == null ? settings.Service : "true";
        }
        catch (Exception e)
        {
            Log.Error("Process tags are incomplete.", e);
        }
        return Present(keys, values);
    }

    /// <summary>Of the first 100 characters: lower case; runs of anything but letters, digits and <c>. / -</c> become one underscore; none at either end.</summary>
    public static string Normalize(string value)
    {
        var text = new StringBuilder(Math.Min(value.Length, MaxLength));
        for (int i = 0, count = 0; i < value.Length && count < MaxLength; i++, count++)
        {
            var letter = value[i];
            if (!char.IsAscii(letter))
                AddRune(text, value, ref i);
            else if (letter is >= 'A' and <= 'Z')
                text.Append((char)(letter + 'a' - 'A'));
            else if (letter is >= 'a' and <= 'z' or >= '0' and <= '9' or '.' or '/' or '-')
                text.Append(letter);
            else
                AddUnderscore(text);
        }
        var length = text.Length;
        while (length > 0 && text[length - 1] == '_')
            length--;
        return text.ToString(0, length);
    }

    // None where it has been removed, or may not be read.
    private static string? WorkingFolder()
    {
        try
        {
            return Path.GetFileName(Environment.CurrentDirectory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // Apart, and rarely needed: Unicode's tables would be loaded with every start.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddRune(StringBuilder text, string value, ref int index)
    {
        Rune.DecodeFromUtf16(value.AsSpan(index), out var rune, out var consumed);
        index += consumed - 1;
        var lower = Rune.ToLowerInvariant(rune);
        // Digits of any kind, raised and circled ones too.
        if (Rune.IsLetter(lower) || CharUnicodeInfo.GetDigitValue(lower.ToString(), 0) >= 0)
            text.Append(lower.ToString());
        else
            AddUnderscore(text);
    }

    private static void AddUnderscore(StringBuilder text)
    {
        if (text.Length > 0 && text[^1] != '_')
            text.Append('_');
    }

    // Not by a list, which would be loaded for these pairs alone.
    private static KeyValuePair<string, string>[] Present(string[] keys, string?[] values)
    {
        var count = 0;
        for (var i = 0; i < keys.Length; i++)
        {
            values[i] = values[i] is { Length: > 0 } value ? Normalize(value) : "";
            if (values[i]!.Length > 0)
                count++;
        }
        var tags = new KeyValuePair<string, string>[count];
        for (var i = keys.Length - 1; i >= 0; i--)
            if (values[i]!.Length > 0)
                tags[--count] = new(keys[i], values[i]!);
        return tags;
    }
}
