using DdRun.Launcher.Launch;

namespace DdRun.Launcher.View;

/// <summary>The program behind <c>dd-run view</c>, which lies beside what gets injected.</summary>
internal static class Viewer
{
    /// <returns>Null when this installation has none.</returns>
    public static string? Find(Home home)
    {
        var file = Path.Combine(home.Folder, "viewer", OperatingSystem.IsWindows() ? "dd-run-view.exe" : "dd-run-view");
        return File.Exists(file) ? file : null;
    }

    public static string Missing(Home home) => $"this installation has no viewer: {Path.Combine(home.Folder, "viewer")} is missing";
}
