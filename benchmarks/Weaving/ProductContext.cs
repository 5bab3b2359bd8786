using System.Reflection;
using System.Runtime.Loader;

namespace DdRun.Benchmarks.Weaving;

/// <summary>Runs a measurement against the precompiled assemblies that are injected into targets, instead of those that were built for this program.</summary>
internal sealed class ProductContext(string folder) : AssemblyLoadContext("product")
{
    public static bool IsIn => GetLoadContext(typeof(ProductContext).Assembly) is { Name: "product" };

    public int Run(string what)
    {
        var child = LoadFromAssemblyPath(typeof(WeavingChild).Assembly.Location).GetType(typeof(WeavingChild).FullName!)!;
        return (int)child.GetMethod(nameof(WeavingChild.Run))!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [what], null)!;
    }

    protected override Assembly? Load(AssemblyName assemblyName) =>
        Path.Combine(folder, assemblyName.Name + ".dll") is var path && File.Exists(path) ? LoadFromAssemblyPath(path) : null;
}
