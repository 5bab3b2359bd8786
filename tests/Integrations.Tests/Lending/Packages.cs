using System.Reflection;

namespace DdRun.Integrations.Tests.Lending;

/// <summary>Packages that are downloaded and not referred to.</summary>
internal static class Packages
{
    private static readonly string s_root = typeof(Packages).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == "NuGetPackageRoot").Value!;

    public static string File(string package, string version, string path) => Path.Combine(s_root, package, version, path);
}
