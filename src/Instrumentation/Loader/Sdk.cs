namespace DdRun.Loader;

/// <summary>The SDK's own commands (dotnet build, MSBuild, the compilers and their servers) are not what anybody wants traced.</summary>
internal static class Sdk
{
    public static bool IsRunning(string folder) => IsSdkFolder(folder) || IsTool(Environment.GetCommandLineArgs()[0]);

    // <dotnet>/sdk/<version>/…, with the command line's own dotnet.dll beside. Searched forwards: backwards, strings search by way of
    // culture data, which makes the JIT compile vector code at the start of every target.
    private static bool IsSdkFolder(string folder)
    {
        var sdk = Path.DirectorySeparatorChar + "sdk" + Path.DirectorySeparatorChar;
        for (var start = folder.IndexOf(sdk, StringComparison.Ordinal); start >= 0; start = folder.IndexOf(sdk, start + 1, StringComparison.Ordinal))
        {
            var end = folder.IndexOf(Path.DirectorySeparatorChar, start + sdk.Length);
            if (end > 0 && File.Exists(Path.Combine(folder[..end], "dotnet.dll")))
                return true;
        }
        return false;
    }

    // From a package (Microsoft.Net.Compilers.Toolset, Microsoft.TestPlatform) they run outside of the SDK.
    private static bool IsTool(string entry) =>
        Path.GetFileNameWithoutExtension(entry) is "MSBuild" or "csc" or "vbc" or "fsc" or "VBCSCompiler" or "vstest.console" or "datacollector";
}
