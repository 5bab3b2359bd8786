using System.Runtime.InteropServices;
using DdRun.Launcher.Launch;

namespace DdRun.Launcher.View;

/// <summary>
/// The program behind <c>dd-run view</c>, which lies beside what gets injected: compiled ahead of time where that could be had, otherwise an
/// assembly for the runtime that is installed.
/// </summary>
/// <param name="File">What is started: the viewer, or <c>dotnet</c>.</param>
/// <param name="Assembly">What <c>dotnet</c> is given to run; null where the viewer needs none.</param>
internal sealed record Viewer(string File, string? Assembly)
{
    private const string Name = "dd-run-view";

    /// <summary>What stands in front of the viewer's own arguments: what dotnet runs, and by which words it looks into processes for the page.</summary>
    public IEnumerable<string> Arguments => [.. Assembly is null ? [] : (string[])[Assembly], .. Launcher().SelectMany(word => (string[])["--launcher", word])];

    /// <summary>Changes in its environment: a managed viewer is none of the programs that a surrounding dd-run traces.</summary>
    public Dictionary<string, string?> Changes => Assembly is null ? [] : new() { ["DOTNET_STARTUP_HOOKS"] = null, ["CORECLR_ENABLE_PROFILING"] = null };

    /// <param name="home">The installation.</param>
    /// <param name="environment">Where <c>DOTNET_ROOT</c> and <c>PATH</c> are looked up.</param>
    /// <param name="reason">Why there is none.</param>
    /// <returns>Null when this installation has none that can run here.</returns>
    public static Viewer? Find(Home home, Func<string, string?> environment, out string reason) => Find(home, environment, InstalledFolders(), out reason);

    /// <param name="home">The installation.</param>
    /// <param name="environment">Where <c>DOTNET_ROOT</c> and <c>PATH</c> are looked up.</param>
    /// <param name="installed">Folders in which a <c>dotnet</c> may be that neither of them names.</param>
    /// <param name="reason">Why there is none.</param>
    public static Viewer? Find(Home home, Func<string, string?> environment, IEnumerable<string> installed, out string reason)
    {
        reason = "";
        var folder = Path.Combine(home.Folder, "viewer");
        var compiled = Path.Combine(folder, OperatingSystem.IsWindows() ? Name + ".exe" : Name);
        var loader = ElfImage.Read(compiled)?.Loader;
        if (System.IO.File.Exists(compiled) && (loader is null || System.IO.File.Exists(loader)))
            return new(compiled, null);

        var assembly = Path.Combine(folder, Name + ".dll");
        if (!System.IO.File.Exists(assembly))
            reason = loader is null ? $"this installation has no viewer: {folder} is missing" : $"the viewer of this installation needs {loader}, which this system does not have";
        else if (FindDotnet(environment, installed, out var without) is { } dotnet)
            return new(dotnet, assembly);
        else
            reason = "the viewer of this installation needs the runtime of ASP.NET Core 10, "
                + (without is null ? "and no dotnet is found: set DOTNET_ROOT" : $"which {without} does not have: install it, or set DOTNET_ROOT to one that has it");
        return null;
    }

    // This program, which dotnet runs where it is not compiled ahead of time.
    private static IEnumerable<string> Launcher()
    {
        if (Environment.ProcessPath is not { } program)
            return [];
        return Path.GetFileNameWithoutExtension(program) == "dotnet" ? [program, Path.Combine(AppContext.BaseDirectory, "dd-run.dll")] : [program];
    }

    // The first that has the runtime; without says which does not.
    private static string? FindDotnet(Func<string, string?> environment, IEnumerable<string> installed, out string? without)
    {
        without = null;
        string?[] candidates = [environment("DOTNET_ROOT") is { Length: > 0 } root ? In(root) : null, Executable.Find("dotnet", environment, out _, out _), .. installed.Select(In)];
        foreach (var candidate in candidates)
        {
            if (candidate is null)
                continue;
            if (!LacksRuntime(candidate))
                return candidate;
            without ??= candidate;
        }

        return null;

        static string? In(string folder)
        {
            var file = Path.Combine(folder, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
            return System.IO.File.Exists(file) ? file : null;
        }
    }

    // Of a script that starts another dotnet nothing can be told.
    private static bool LacksRuntime(string dotnet)
    {
        try
        {
            var file = System.IO.File.ResolveLinkTarget(dotnet, returnFinalTarget: true)?.FullName ?? dotnet;
            var shared = Path.Combine(Path.GetDirectoryName(file) ?? "", "shared");
            if (!Directory.Exists(shared))
                return false;
            var framework = Path.Combine(shared, "Microsoft.AspNetCore.App");
            return !Directory.Exists(framework) || Directory.GetDirectories(framework, "10.*").Length == 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // Of the runtime that runs us, where one does, and where installers put it.
    private static string[] InstalledFolders()
    {
        var own = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        return OperatingSystem.IsWindows()
            ? [own, Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "dotnet")]
            : [own, "/usr/share/dotnet", "/usr/lib/dotnet", "/usr/local/share/dotnet"];
    }
}
