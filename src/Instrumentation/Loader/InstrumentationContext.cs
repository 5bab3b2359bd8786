using System.Reflection;
using System.Runtime.Loader;

namespace DdRun.Loader;

/// <summary>Keeps the instrumentation and its Cecil apart from the target's; the Runtime and the framework are shared with it.</summary>
internal sealed class InstrumentationContext(string folder) : AssemblyLoadContext("DdRun")
{
    protected override Assembly? Load(AssemblyName assemblyName) =>
        assemblyName.Name switch
        {
            { } name when name == "Mono.Cecil" || name.StartsWith("DdRun.Libraries.", StringComparison.Ordinal) => LoadFromAssemblyPath(Path.Combine(folder, name + ".dll")),
            // A library may be older in the target than the one that ours was compiled against.
            { } name when name == "MongoDB.Bson" || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal) => LoadedInTarget(name),
            _ => null,
        };

    private static Assembly? LoadedInTarget(string name)
    {
        foreach (var assembly in Default.Assemblies)
            if (assembly.GetName().Name == name)
                return assembly;
        return null;
    }
}
