namespace DdRun.Instrumentation.Assemblies;

/// <summary>Where the process has its assemblies from: loaded ones first, then those that it could load.</summary>
internal static class AssemblyPaths
{
    /// <summary>The files that the process is known to be able to load, loaded ones included.</summary>
    public static IEnumerable<string> All()
    {
        var trusted = AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "";
        string[] own = Directory.Exists(AppContext.BaseDirectory) ? Directory.GetFiles(AppContext.BaseDirectory, "*.dll") : [];
        return trusted.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Concat(own).Distinct(StringComparer.Ordinal);
    }

    public static string? Find(string assembly)
    {
        var all = AppDomain.CurrentDomain.GetAssemblies();
        foreach (var loaded in all)
        {
            if (!loaded.IsDynamic && loaded.GetName().Name == assembly && loaded.Location is { Length: > 0 } path)
                return path;
        }
        var trusted = AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "";
        foreach (var path in trusted.Split(Path.PathSeparator))
        {
            if (Path.GetFileNameWithoutExtension(path.AsSpan()).SequenceEqual(assembly))
                return path;
        }
        var file = assembly + ".dll";
        if (Path.Combine(AppContext.BaseDirectory, file) is var own && File.Exists(own))
            return own;
        // Plugins bring theirs along in folders of their own.
        foreach (var loaded in all)
        {
            if (!loaded.IsDynamic && Path.GetDirectoryName(loaded.Location) is { Length: > 0 } folder && Path.Combine(folder, file) is var beside && File.Exists(beside))
                return beside;
        }
        return null;
    }
}
