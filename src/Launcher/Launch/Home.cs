using System.Runtime.InteropServices;

namespace DdRun.Launcher.Launch;

/// <summary>The folder of what gets injected: <c>../home</c> of the launcher's own, or <c>DD_RUN_HOME</c>.</summary>
internal sealed record Home(string Folder)
{
    public string Hook => Path.Combine(Folder, "hook", "DdRun.StartupHook.dll");

    public static Home Locate(Func<string, string?> environment)
    {
        if (environment("DD_RUN_HOME") is { Length: > 0 } folder)
            return new(Path.GetFullPath(folder));
        var own = Path.GetDirectoryName(Environment.ProcessPath) ?? ".";
        return new(Path.GetFullPath(Path.Combine(own, "..", "home")));
    }

    public string NativeLibrary(string rid) => Path.Combine(Folder, "native", rid, FileName);

    /// <summary>The platform of the launcher itself, the best guess for a target that is a script.</summary>
    public static string OwnRid { get; } =
        (OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux") + "-" +
        RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    private static string FileName =>
        OperatingSystem.IsWindows() ? "libddrun.dll" : OperatingSystem.IsMacOS() ? "libddrun.dylib" : "libddrun.so";
}
