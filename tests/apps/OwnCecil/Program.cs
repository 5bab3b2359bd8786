using System.Runtime.Loader;
using Mono.Cecil;

using var self = AssemblyDefinition.ReadAssembly(typeof(Reader).Assembly.Location);
Console.WriteLine($"{Reader.Count(self)} types");
Console.WriteLine(typeof(AssemblyDefinition).Assembly.GetName().Version);
Console.WriteLine(typeof(AssemblyDefinition).Assembly.Location == Path.Combine(AppContext.BaseDirectory, "Mono.Cecil.dll"));
Console.WriteLine(AssemblyLoadContext.GetLoadContext(typeof(AssemblyDefinition).Assembly) == AssemblyLoadContext.Default);

public static class Reader
{
    public static int Count(AssemblyDefinition assembly) => assembly.MainModule.Types.Count;
}
