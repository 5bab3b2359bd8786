using System.Text.Json.Nodes;

namespace DdRun.Runtime.Tests.Vectors;

/// <summary>The folder of behaviour vectors: <c>DD_RUN_VECTORS</c>, else <c>../shared/vectors</c> beside the repository.</summary>
internal static class VectorFolder
{
    private const string Variable = "DD_RUN_VECTORS";

    public static bool IsDefault => Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 };

    public static string Path { get; } = Find();

    public static IEnumerable<string> Groups =>
        from file in Directory.EnumerateFiles(Path, "*.json")
        let name = System.IO.Path.GetFileNameWithoutExtension(file)
        where !name.StartsWith('_')
        orderby name
        select name;

    public static JsonNode? Read(string group)
    {
        var file = System.IO.Path.Combine(Path, group + ".json");
        return File.Exists(file) ? JsonNode.Parse(File.ReadAllText(file)) : null;
    }

    private static string Find()
    {
        if (!IsDefault)
            return Existing(System.IO.Path.GetFullPath(Environment.GetEnvironmentVariable(Variable)!));
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
        {
            if (!File.Exists(System.IO.Path.Combine(folder.FullName, "dd-run.slnx")))
                continue;
            // In a worktree the folder may be further up.
            for (var above = folder.Parent; above != null; above = above.Parent)
                if (System.IO.Path.Combine(above.FullName, "shared", "vectors") is var candidate && Directory.Exists(candidate))
                    return candidate;
            return Existing(System.IO.Path.GetFullPath(System.IO.Path.Combine(folder.FullName, "../shared/vectors")));
        }
        throw new DirectoryNotFoundException($"No repository above {AppContext.BaseDirectory}; say where the vectors are in {Variable}.");
    }

    private static string Existing(string path) => Directory.Exists(path)
        ? path
        : throw new DirectoryNotFoundException($"There are no behaviour vectors in {path}; say where they are in {Variable}.");
}
