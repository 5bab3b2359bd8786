using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Shapes;

/// <summary>Runs the same assembly in a context of its own, in one that is unloaded, and beside an assembly made at run time.</summary>
public static class Contexts
{
    public static int Run(string file)
    {
        Console.WriteLine(Call(new AssemblyLoadContext("own").LoadFromAssemblyPath(file)));
        var weak = CallAndUnload(file);
        for (var i = 0; i < 100 && weak.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Console.WriteLine($"unloaded: {!weak.IsAlive}");
        AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Made"), AssemblyBuilderAccess.Run);
        return 0;
    }

    public static int RunCopies(string file, int count)
    {
        for (var i = 0; i < count; i++)
            Console.Write(Call(new AssemblyLoadContext("copy " + i).LoadFromAssemblyPath(file)));
        return 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference CallAndUnload(string file)
    {
        var context = new AssemblyLoadContext("collectible", isCollectible: true);
        Console.WriteLine(Call(context.LoadFromAssemblyPath(file)));
        context.Unload();
        return new WeakReference(context);
    }

    private static object Call(Assembly assembly) => assembly.GetType("Jobs.Start").GetMethod("Call").Invoke(null, [3, 4]);
}
