namespace DdRun.Instrumentation;

/// <summary>Where the process has its assemblies from: loaded ones first, then those that it could load.</summary>
internal static class AssemblyPaths
{
    public static string? Find(string assembly)
    {
        foreach (var loaded in AppDomain.CurrentDomain.GetAssemblies())
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
        return Path.Combine(AppContext.BaseDirectory, assembly + ".dll");
    }
}
