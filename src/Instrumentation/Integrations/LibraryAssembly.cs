using System.Reflection;
using DdRun.Configuration;

namespace DdRun.Instrumentation.Integrations;

/// <summary>
/// <c>DdRun.Libraries.X</c>: the code that is compiled against ASP.NET Core and other libraries. Each is loaded when its library is there, never before.
/// </summary>
internal static class LibraryAssembly
{
    /// <summary>Makes an observer that lives in the assembly of a library; throws when the library's version cannot be used.</summary>
    /// <param name="library">The folder of its integration.</param>
    /// <param name="type">The observer's name there.</param>
    /// <param name="settings">What it is made with.</param>
    public static IDiagnosticObserver Make(string library, string type, Settings settings)
    {
        var name = $"DdRun.Instrumentation.Integrations.{library}.{type}";
        return (IDiagnosticObserver)Activator.CreateInstance(Assembly.Load("DdRun.Libraries." + library).GetType(name, throwOnError: true)!, settings)!;
    }
}
