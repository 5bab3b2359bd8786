namespace DdRun.Testing;

/// <summary>Finds the checkout, what has been built in it, and the target apps.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The built launcher.</summary>
    public static string Launcher => Built(Path.Combine(Root, "artifacts", "bin", OperatingSystem.IsWindows() ? "dd-run.exe" : "dd-run"));

    /// <summary>What the launcher injects.</summary>
    public static string Home => Built(Path.Combine(Root, "artifacts", "home"));

    /// <summary>A file of a target app, as <c>tests/apps/Apps.proj</c> published it.</summary>
    public static string App(string app, string file) => Built(Path.Combine(Root, "artifacts", "tests", app, file));

    private static string Built(string path) => Path.Exists(path)
        ? path
        : throw new InvalidOperationException($"{path} is missing: run './build.sh build' first");

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "dd-run.slnx")))
                return folder;
        }
        throw new InvalidOperationException($"no dd-run.slnx above {AppContext.BaseDirectory}");
    }
}
