using System.Reflection;
using System.Runtime.Loader;

namespace DdRun.Loader;

/// <summary>Keeps the instrumentation and its Cecil apart from the target's; the Runtime and the framework are shared with it.</summary>
internal sealed class InstrumentationContext(string folder) : AssemblyLoadContext("DdRun")
{
    protected override Assembly? Load(AssemblyName assemblyName) =>
        assemblyName.Name is "Mono.Cecil" ? LoadFromAssemblyPath(Path.Combine(folder, "Mono.Cecil.dll")) : null;
}
