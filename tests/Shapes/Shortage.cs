using System.Reflection;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Microsoft.Win32.SafeHandles;

namespace Shapes;

/// <summary>Loads an assembly from memory while there is no file descriptor left, and uses afterwards what reads metadata itself.</summary>
internal static class Shortage
{
    public static int Run(string file, string next)
    {
        using MemoryStream first = new(File.ReadAllBytes(file)), second = new(File.ReadAllBytes(next));
        var context = new AssemblyLoadContext("plugins");
        // Whatever this takes, and what the plugins refer to, is there before.
        Assembly.Load("mscorlib");
        Console.WriteLine(Call(typeof(Shortage).Assembly, "Shapes.Shortage", nameof(Same)));
        var held = new List<SafeFileHandle>(capacity: 4096);
        try
        {
            while (true)
                held.Add(File.OpenHandle("/dev/null"));
        }
        catch (IOException)
        {
        }
        var result = Call(context.LoadFromStream(first), "Jobs.Start", "Call");
        held.ForEach(static handle => handle.Dispose());
        Console.WriteLine(result);
        Console.WriteLine(UseMetadata(file));
        Console.WriteLine(Call(new AssemblyLoadContext("more plugins").LoadFromStream(second), "Jobs.Start", "Call"));
        Console.WriteLine(result);
        return 0;
    }

    public static int Same(int a, int b) => a + b;

    private static object Call(Assembly assembly, string type, string method) => assembly.GetType(type).GetMethod(method).Invoke(null, [3, 4]);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool UseMetadata(string file)
    {
        using var image = new PEReader(File.OpenRead(file));
        return image.HasMetadata;
    }
}
