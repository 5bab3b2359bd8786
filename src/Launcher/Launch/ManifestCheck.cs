using DdRun.Instrumentation.Manifests;

namespace DdRun.Launcher.Launch;

internal static class ManifestCheck
{
    /// <returns>What is wrong with a manifest, one line each, with file, line, column and rule.</returns>
    public static IEnumerable<string> Problems(string file)
    {
        string text;
        try
        {
            text = File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [Directory.Exists(file) ? $"manifest {file} is a directory" : File.Exists(file) ? $"{file}: {exception.Message}" : $"manifest {file} does not exist"];
        }

        var problems = new List<ManifestProblem>();
        ManifestReader.Read(file, text, problems);
        return problems.Where(problem => problem.IsError).Select(problem => problem.ToString());
    }
}
