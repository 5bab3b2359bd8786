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

    private readonly string _path = Path.Combine(folder, Runtime + ".dll");

    public static void Install(string folder)
    {
        var resolver = new RuntimeResolver(folder);
        AssemblyLoadContext.Default.Resolving += resolver.Resolve;
        if (!MayShipRuntime())
            AssemblyLoadContext.Default.LoadFromAssemblyPath(resolver._path);
    }

    private Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) => name.Name == Runtime ? context.LoadFromAssemblyPath(_path) : null;

    // Whoever finds the Runtime loaded does not ask for it, and being asked costs milliseconds: the runtime compares the names by the rules of
    // a culture. A single-file app does not tell what it consists of.
    private static bool MayShipRuntime() =>
        typeof(object).Assembly.Location.Length == 0
        || AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") is not string assemblies
        || assemblies.Contains(Path.DirectorySeparatorChar + Runtime + ".dll", StringComparison.Ordinal);
}
