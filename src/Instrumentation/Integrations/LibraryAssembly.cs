using System.Reflection;
using DdRun.Configuration;

namespace DdRun.Instrumentation.Integrations;

/// <summary>
/// <c>DdRun.Libraries</c>: the code that is compiled against ASP.NET Core and other libraries. Loaded when one of them is there, never before.
/// </summary>
internal static class LibraryAssembly
{
    private static readonly Lazy<Assembly> s_assembly = new(() => Assembly.Load("DdRun.Libraries"));

    /// <summary>Makes an observer that lives in that assembly; throws when the library's version cannot be used.</summary>
    public static IDiagnosticObserver Make(string type, Settings settings) =>
        (IDiagnosticObserver)Activator.CreateInstance(s_assembly.Value.GetType(type, throwOnError: true)!, settings)!;
}
