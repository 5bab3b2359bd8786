using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace SandwichShop;

internal static class NativeSqlite
{
    /// <summary>Lets Microsoft.Data.Sqlite, compiled against a newer SQLitePCLRaw, use the one in this folder.</summary>
    [ModuleInitializer]
    internal static void UseTheOneInThisFolder() =>
        AssemblyLoadContext.Default.Resolving += static (context, name) =>
            name.Name == "SQLitePCLRaw.core" ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, name.Name + ".dll")) : null;
}
