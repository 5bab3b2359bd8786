using System.Runtime.InteropServices;

namespace DdRun.Launcher.Launch;

/// <summary>The folder of what gets injected: <c>../home</c> of the launcher's own, or <c>DD_RUN_HOME</c>.</summary>
internal sealed record Home(string Folder)
{
    private const string Musl = "linux-musl-";

    public string Hook => Path.Combine(Folder, "hook", "DdRun.StartupHook.dll");

    public static Home Locate(Func<string, string?> environment)
    {
        if (environment("DD_RUN_HOME") is { Length: > 0 } folder)
            return new(Path.GetFullPath(folder));
        // Not of the process's program, which is dotnet where we are started as its tool.
        return new(Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "home")));
    }

    /// <summary>Where the library for a platform of its own would be.</summary>
    public string NativeLibrary(string rid) => Path.Combine(Folder, "native", rid, FileName);

    /// <summary>The library that a target of this platform can use; null when there is none.</summary>
    public string? FindNativeLibrary(string rid)
    {
        if (NativeLibrary(rid) is var own && File.Exists(own))
            return own;
        // It names no C library, so that the one for Linux serves any.
        return rid.StartsWith(Musl, StringComparison.Ordinal) && NativeLibrary("linux-" + rid[Musl.Length..]) is var shared && File.Exists(shared) ? shared : null;
    }

    /// <summary>For which platform the assemblies here were precompiled; null when for none, so that any can use them.</summary>
    public string? Precompiled => PeImage.Platform(Path.Combine(Folder, $"net{Environment.Version.Major}.0", "DdRun.Loader.dll"));

    /// <summary>The platform of the launcher itself, the best guess for a target that is a script.</summary>
    public static string OwnRid { get; } =
        (OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux") + "-" +
        RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    private static string FileName =>
        OperatingSystem.IsWindows() ? "libddrun.dll" : OperatingSystem.IsMacOS() ? "libddrun.dylib" : "libddrun.so";
}
