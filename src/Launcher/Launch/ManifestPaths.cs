namespace DdRun.Launcher.Launch;

/// <summary>The manifests that a command line names, as the target can be told of them.</summary>
internal static class ManifestPaths
{
    /// <param name="named">As given.</param>
    /// <param name="problems">Takes a line for each that cannot be handed on.</param>
    /// <returns>Absolute paths of the others, in order.</returns>
    public static IReadOnlyList<string> Resolve(IEnumerable<string> named, List<string> problems)
    {
        var paths = new List<string>();
        foreach (var file in named)
        {
            if (Resolve(file, out var path) is { } problem)
                problems.Add(problem);
            else
                paths.Add(path);
        }

        return paths;
    }

    private static string? Resolve(string file, out string path)
    {
        path = file;
        if (file.Length == 0)
            return "--manifest names no file: its value is empty";
        try
        {
            path = Path.GetFullPath(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"manifest {file} does not exist, nor does the folder that dd-run was started in";
        }

        return path.Contains(Path.PathSeparator) ? $"manifest {path} has '{Path.PathSeparator}' in its path, which separates manifests" : null;
    }
}
