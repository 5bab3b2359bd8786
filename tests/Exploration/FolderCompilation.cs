using System.Reflection;
using System.Runtime.Loader;

namespace DdRun.Exploration;

/// <summary>Compiles every method of the assemblies in a folder and prints what came of it.</summary>
internal static class FolderCompilation
{
    public const string Argument = "compile-folder";

    public static int Run(string folder, string[] left)
    {
        var context = new FolderContext(folder);
        foreach (var file in Directory.EnumerateFiles(folder, "*.dll").Order(StringComparer.Ordinal))
        {
            if (left.Contains(Path.GetFileNameWithoutExtension(file)))
                continue;
            try
            {
                Console.WriteLine(Libraries.Compilation.Of(context.LoadFromAssemblyPath(file), int.MaxValue));
            }
            catch (BadImageFormatException)
            {
                Console.WriteLine($"{Path.GetFileName(file)}: no assembly of .NET");
            }
            catch (Exception e) when (e is ReflectionTypeLoadException or FileLoadException or FileNotFoundException or TypeLoadException)
            {
                Console.WriteLine($"{Path.GetFileName(file)}: {e.GetType().Name}");
            }
        }
        return 0;
    }

    private sealed class FolderContext(string folder) : AssemblyLoadContext("explored")
    {
        protected override Assembly? Load(AssemblyName name)
        {
            var file = Path.Combine(folder, name.Name + ".dll");
            return File.Exists(file) ? LoadFromAssemblyPath(file) : null;
        }
    }
}
