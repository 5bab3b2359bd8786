using System.Reflection.Metadata;
using DdRun.Instrumentation.Metadata;

namespace DdRun.Instrumentation.Explain;

/// <summary>The assemblies of an application: those beside it, and those of a framework where they are needed.</summary>
internal sealed class AppFiles
{
    private readonly Dictionary<string, ModuleSource> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _frameworks;

    private AppFiles(List<ModuleSource> modules, List<string> frameworks)
    {
        _frameworks = frameworks;
        Modules = modules;
        foreach (var module in modules)
            _byName.TryAdd(module.Name, module);
    }

    public IReadOnlyList<ModuleSource> Modules { get; }

    /// <exception cref="FileNotFoundException">There is no application at the path, or none that shows its assemblies.</exception>
    public static AppFiles Of(string app)
    {
        var folder = Directory.Exists(app) ? app : Path.GetDirectoryName(Path.GetFullPath(app))!;
        if (!Directory.Exists(app) && !File.Exists(app))
            throw new FileNotFoundException($"{app} does not exist", app);
        var files = Directory.GetFiles(folder, "*.dll");
        Array.Sort(files, StringComparer.Ordinal);
        var modules = new List<ModuleSource>();
        foreach (var file in files)
        {
            if (ModuleSource.Of(file) is { } module)
                modules.Add(module);
        }
        return modules.Count > 0
            ? new AppFiles(modules, Frameworks())
            : throw new FileNotFoundException($"no .NET assembly at {app}; of a single-file program, name the one that it was built from", app);
    }

    public string? Find(string assembly)
    {
        if (_byName.TryGetValue(assembly, out var module))
            return module.Path;
        foreach (var folder in _frameworks)
        {
            if (Path.Combine(folder, assembly + ".dll") is var path && File.Exists(path))
                return path;
        }
        return null;
    }

    public MetadataReader? Metadata(string assembly)
    {
        if (!_byName.TryGetValue(assembly, out var module) && Find(assembly) is { } path && ModuleSource.Of(path) is { } found)
            _byName.Add(assembly, module = found);
        return module?.Metadata;
    }

    // The newest of each, wherever dotnet is installed.
    private static List<string> Frameworks()
    {
        var folders = new List<string>();
        foreach (var root in Roots())
        {
            if (root is null || Path.Combine(root, "shared") is var shared && !Directory.Exists(shared))
                continue;
            foreach (var framework in Directory.GetDirectories(shared))
            {
                var versions = Directory.GetDirectories(framework);
                Array.Sort(versions, (a, b) => Number(b).CompareTo(Number(a)));
                folders.AddRange(versions);
            }
        }
        return folders;
    }

    private static Version Number(string folder) => Version.TryParse(Path.GetFileName(folder).Split('-')[0], out var version) ? version : new Version();

    private static List<string?> Roots()
    {
        var roots = new List<string?> { Environment.GetEnvironmentVariable("DOTNET_ROOT"), "/usr/share/dotnet", "/usr/lib/dotnet", "/usr/local/share/dotnet" };
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
        {
            var host = Path.Combine(folder, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
            if (folder.Length > 0 && File.Exists(host))
                roots.Add(Path.GetDirectoryName(File.ResolveLinkTarget(host, returnFinalTarget: true)?.FullName ?? host));
        }
        return roots;
    }
}
