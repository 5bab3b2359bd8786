using System.Reflection;

namespace DdRun.Instrumentation.Assemblies;

/// <summary>The assemblies that came with the runtime and not with the target: <c>dotnet/shared/…</c>, whose namespaces are System, Microsoft, MS, Internal and Interop.</summary>
internal static class SharedFramework
{
    private static readonly string? s_root = FindRoot();

    /// <summary>False for all of them where the target brings its own runtime.</summary>
    public static bool Contains(Assembly assembly) => s_root is not null && assembly.Location.StartsWith(s_root, StringComparison.Ordinal);

    private static string? FindRoot()
    {
        // shared/Microsoft.NETCore.App/VERSION/System.Private.CoreLib.dll
        var root = Path.GetDirectoryName(Path.GetDirectoryName(Path.GetDirectoryName(typeof(object).Assembly.Location)));
        return root is not null && Path.GetFileName(root) == "shared" ? root + Path.DirectorySeparatorChar : null;
    }
}
