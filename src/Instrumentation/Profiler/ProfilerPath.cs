using System.Runtime.InteropServices;

namespace DdRun.Instrumentation.Profiler;

/// <summary>Where the native library is: where the runtime was told to look, or else (attach) beside our own assemblies.</summary>
internal static class ProfilerPath
{
    public static string Find()
    {
        string? told = Environment.GetEnvironmentVariable("CORECLR_PROFILER_PATH");
        return string.IsNullOrEmpty(told) ? Beside(typeof(ProfilerPath).Assembly.Location) : told;
    }

    static string Beside(string assembly)
    {
        string home = Path.GetDirectoryName(Path.GetDirectoryName(assembly)) ?? "";
        return Path.Combine(home, "native", Platform(), OperatingSystem.IsWindows() ? "libddrun.dll" : OperatingSystem.IsMacOS() ? "libddrun.dylib" : "libddrun.so");
    }

    static string Platform()
    {
        string system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        return system + (RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "-arm64" : "-x64");
    }
}
