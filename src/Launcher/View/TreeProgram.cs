using DdRun.Launcher.Launch;

namespace DdRun.Launcher.View;

/// <summary>
/// What draws the traces in the terminal: the tree alone, compiled ahead of time, which needs nothing of the system's; where that could not be had, the
/// viewer, which can do it as well.
/// </summary>
/// <param name="File">What is started.</param>
/// <param name="Arguments">What stands in front of all other arguments.</param>
/// <param name="Changes">Changes in its environment.</param>
internal sealed record TreeProgram(string File, IReadOnlyList<string> Arguments, Dictionary<string, string?> Changes)
{
    private const string Name = "dd-run-tree", Word = "--tree";

    /// <param name="home">The installation.</param>
    /// <param name="environment">Where <c>DOTNET_ROOT</c> and <c>PATH</c> are looked up.</param>
    /// <param name="reason">Why there is none.</param>
    /// <returns>Null when this installation has none that can run here.</returns>
    public static TreeProgram? Find(Home home, Func<string, string?> environment, out string reason)
    {
        reason = "";
        var compiled = Path.Combine(home.Folder, "viewer", OperatingSystem.IsWindows() ? Name + ".exe" : Name);
        if (System.IO.File.Exists(compiled))
            return new(compiled, [], []);
        if (Viewer.Find(home, environment, out reason) is not { } viewer)
            return null;
        return new(viewer.File, viewer.Assembly is { } assembly ? [assembly, Word] : [Word], viewer.Changes);
    }
}
