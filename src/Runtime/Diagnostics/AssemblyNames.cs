using System.Reflection;

namespace DdRun.Diagnostics;

/// <summary>What assemblies are called, taken from their full names: <see cref="Assembly.GetName()"/> has every start load cultures, keys and more.</summary>
internal static class AssemblyNames
{
    private const string VersionField = "Version=";

    /// <summary>That of the program, null when it cannot be told.</summary>
    public static string? Entry()
    {
        try
        {
            return Assembly.GetEntryAssembly() is { } entry ? Simple(entry) : Path.GetFileNameWithoutExtension(Environment.ProcessPath);
        }
        catch (Exception)
        {
            return null;
        }
    }

    /// <summary>That of the program; where VSTest's host runs tests, that of the assembly with the tests. Null when it cannot be told.</summary>
    public static string? Program()
    {
        const string suffix = ".deps.json";
        var entry = Entry();
        if (entry != "testhost" || AppContext.GetData("APP_CONTEXT_DEPS_FILES") is not string { Length: > 0 } files)
            return entry;
        // Its first file of dependencies is that of the tests.
        var end = files.IndexOf(';', StringComparison.Ordinal);
        var file = Path.GetFileName(end < 0 ? files : files[..end]);
        return file.Length > suffix.Length && file.EndsWith(suffix, StringComparison.Ordinal) ? file[..^suffix.Length] : entry;
    }

    public static string Simple(Assembly assembly)
    {
        var full = assembly.FullName ?? "";
        var end = full.IndexOf(',', StringComparison.Ordinal);
        // A name with anything special in it is quoted or escaped there.
        return end < 0 || full[0] is '"' or '\'' || full.Contains('\\', StringComparison.Ordinal) ? assembly.GetName().Name ?? "" : full[..end];
    }

    /// <summary>Such as <c>1.2.3</c>.</summary>
    public static string Version(Assembly assembly)
    {
        var full = assembly.FullName ?? "";
        var start = full.IndexOf(VersionField, StringComparison.Ordinal);
        if (start < 0)
            return "0.0.0";
        start += VersionField.Length;
        var end = start;
        for (var dots = 0; end < full.Length && full[end] != ',' && (full[end] != '.' || ++dots < 3);)
            end++;
        return full[start..end];
    }
}
