using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace DdRun.Launcher.Attach;

/// <summary>What of ours is in a process, by what is mapped there. A file that is merely read, as compilers and linkers do, proves nothing.</summary>
/// <param name="HasProfiler">Whether our native library is loaded.</param>
/// <param name="Home">The folder that the code in the process comes from, as the process sees it; null where there is none, or it has gone.</param>
internal sealed record OurCode(bool HasProfiler, string? Home)
{
    // native/src/notice.h
    private const string Notice = "/memfd:dd-run ", Woven = "woven=", Rules = "rules=";
    private const string Library = "/libddrun.so", Assembly = "/DdRun.Instrumentation.dll", HookAssembly = "DdRun.StartupHook", Framework = "net";
    private const int Permissions = 1, Executable = 2, Path = 5, Fields = 6;

    /// <summary>How many methods have a body that is not their own; null where the process does not say.</summary>
    public int? Methods { get; init; }

    /// <summary>How many rules of the user's are in force; null where the process does not say.</summary>
    public int? RuleCount { get; init; }

    /// <summary>Whether it has been started or attached to, or looked into, by a dd-run whose files are still there.</summary>
    public bool IsIn => HasProfiler && Home is not null;

    public string Hook => $"{Home}/hook/{HookAssembly}.dll";

    /// <summary>The hook by another path than the one in the process's environment, which the profiler answers in its stead, once.</summary>
    public static string Again(string hook) => System.IO.Path.GetDirectoryName(System.IO.Path.GetDirectoryName(hook)) + "/./hook/" + System.IO.Path.GetFileName(hook);

    /// <param name="process">Whose.</param>
    /// <param name="root">The folder through which its files are reached; empty when they are where ours are.</param>
    public static OurCode In(int process, string root = "")
    {
        try
        {
            return Read(File.ReadAllText($"/proc/{process}/maps"), root);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new(false, null);
        }
    }

    /// <param name="maps">As in <c>/proc/PID/maps</c>.</param>
    /// <param name="root">As above.</param>
    public static OurCode Read(string maps, string root)
    {
        var hasProfiler = false;
        string? home = null;
        int? methods = null, rules = null;
        foreach (var line in maps.Split('\n'))
        {
            var fields = line.Split(' ', Fields, StringSplitOptions.RemoveEmptyEntries);
            // A file that was deleted since has a word behind its path.
            if (fields.Length < Fields)
                continue;
            if (fields[Path].EndsWith(Library, StringComparison.Ordinal))
                hasProfiler |= fields[Permissions].Length > Executable && fields[Permissions][Executable] == 'x';
            else if (fields[Path].EndsWith(Assembly, StringComparison.Ordinal))
                home ??= HomeOf(fields[Path]);
            else if (fields[Path].StartsWith(Notice, StringComparison.Ordinal))
                (methods, rules) = (Number(fields[Path], Woven), Number(fields[Path], Rules));
        }

        return new(hasProfiler, home is not null && IsHook(root + new OurCode(true, home).Hook) ? home : null) { Methods = methods, RuleCount = rules };
    }

    private static int? Number(string text, string name) =>
        text.IndexOf(name, StringComparison.Ordinal) is > 0 and var at
        && int.TryParse(text[(at + name.Length)..].Split(' ')[0], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Whether the runtime can load it: one that it cannot load ends the process.</summary>
    public static bool IsHook(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            using var image = new PEReader(stream);
            if (!image.HasMetadata)
                return false;
            var metadata = image.GetMetadataReader();
            return metadata.IsAssembly && metadata.GetString(metadata.GetAssemblyDefinition().Name) == HookAssembly;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or BadImageFormatException)
        {
            return false;
        }
    }

    // <home>/net10.0/DdRun.Instrumentation.dll
    private static string? HomeOf(string assembly)
    {
        var folder = System.IO.Path.GetDirectoryName(assembly)!;
        return System.IO.Path.GetFileName(folder).StartsWith(Framework, StringComparison.Ordinal) ? System.IO.Path.GetDirectoryName(folder) : null;
    }
}
