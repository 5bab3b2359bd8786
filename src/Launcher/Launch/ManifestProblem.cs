namespace DdRun.Launcher.Launch;

internal static class ManifestProblem
{
    /// <returns>What is wrong with the manifest, in one line; null when nothing is.</returns>
    public static string? Find(string file)
    {
        if (!File.Exists(file)) return $"manifest {file} does not exist";
        return null;
    }
}
