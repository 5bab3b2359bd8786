using System.Reflection;
using System.Runtime.Loader;

namespace Databases;

/// <summary>Lets the older SQLitePCLRaw stand in for the one that Microsoft.Data.Sqlite was compiled against.</summary>
internal static class SqliteLibrary
{
    public static void Prepare()
    {
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            name.Name == "SQLitePCLRaw.core" ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "SQLitePCLRaw.core.dll")) : null;
        AppDomain.CurrentDomain.AssemblyResolve += (_, e) =>
            new AssemblyName(e.Name).Name == "SQLitePCLRaw.core" ? Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, "SQLitePCLRaw.core.dll")) : null;
        SQLitePCL.Batteries_V2.Init();
    }
}
