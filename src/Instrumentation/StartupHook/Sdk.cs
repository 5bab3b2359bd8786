using System;
using System.IO;

/// <summary>The SDK's own commands (dotnet build, MSBuild, the compilers and their servers) are not what anybody wants traced.</summary>
internal static class Sdk
{
    private static readonly string[] s_tools = { "MSBuild", "csc", "vbc", "fsc", "VBCSCompiler", "vstest.console", "datacollector" };

    public static bool IsRunning(string folder) => IsSdkFolder(folder) || IsTool(Environment.GetCommandLineArgs()[0]);

    // <dotnet>/sdk/<version>/…, with the command line's own dotnet.dll beside.
    private static bool IsSdkFolder(string folder)
    {
        var sdk = Path.DirectorySeparatorChar + "sdk" + Path.DirectorySeparatorChar;
        var start = folder.LastIndexOf(sdk, StringComparison.Ordinal);
        if (start < 0)
            return false;
        var end = folder.IndexOf(Path.DirectorySeparatorChar, start + sdk.Length);
        return end > 0 && File.Exists(Path.Combine(folder.Substring(0, end), "dotnet.dll"));
    }

    // From a package (Microsoft.Net.Compilers.Toolset, Microsoft.TestPlatform) they run outside of the SDK.
    private static bool IsTool(string entry)
    {
        var name = Path.GetFileNameWithoutExtension(entry);
        foreach (var tool in s_tools)
        {
            if (string.Equals(tool, name, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }
}
