namespace DdRun.Instrumentation.Explain;

/// <summary>Finds the assembly that an application starts with.</summary>
internal static class AppAssembly
{
    /// <param name="app">The assembly, the executable beside it, or the folder they are in.</param>
    /// <exception cref="FileNotFoundException">There is nothing, or the folder has none that starts, or several.</exception>
    public static string Of(string app)
    {
        if (Directory.Exists(app))
            return OnlyOne(app);
        // An executable may have no suffix but dots in its name.
        foreach (var path in new[] { app + ".dll", Path.ChangeExtension(app, ".dll"), app })
        {
            if (File.Exists(path))
                return path;
        }
        throw new FileNotFoundException($"{app} does not exist", app);
    }

    private static string OnlyOne(string folder)
    {
        const string Suffix = ".runtimeconfig.json";
        var found = new List<string>();
        foreach (var file in Directory.GetFiles(folder, "*" + Suffix))
        {
            if (file[..^Suffix.Length] + ".dll" is var assembly && File.Exists(assembly))
                found.Add(assembly);
        }
        return found switch
        {
            [var only] => only,
            [] => throw new FileNotFoundException($"no application in {folder}; name an assembly", folder),
            _ => throw new FileNotFoundException($"{folder} has several applications; name one", folder),
        };
    }
}
