using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

// What the profiler looks for is here, as in programs with plugins; what the loader needs beyond that is not.
if (args is [var plugin])
{
    var module = AssemblyLoadContext.Default.LoadFromAssemblyPath(plugin).ManifestModule;
    RuntimeHelpers.RunModuleConstructor(module.ModuleHandle);
    Console.WriteLine(Marshal.PtrToStringUni(0));
}
Console.WriteLine(Pantry.Shelf.Count(3));
