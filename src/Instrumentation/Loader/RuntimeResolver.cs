using System.Reflection;
using System.Runtime.Loader;

namespace DdRun.Loader;

/// <summary>
/// Gives targets that ship no copy of the Runtime ours. It is asked only when the default context found none. An instance and
/// not a static: a handler whose class has a static constructor can deadlock at start-up (dd-trace-dotnet#8498).
/// </summary>
internal sealed class RuntimeResolver(string folder)
{
    private const string Runtime = "DdRun.Runtime";

    public Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        name.Name == Runtime ? context.LoadFromAssemblyPath(Path.Combine(folder, Runtime + ".dll")) : null;
}
