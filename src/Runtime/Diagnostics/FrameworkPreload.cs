using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace DdRun.Diagnostics;

/// <summary>
/// Loads what our threads will need of the shared framework, before the target can run out of descriptors or memory: an assembly that cannot be loaded once
/// stays missing for ours and for the target. A test of a program that runs short says which these are.
/// </summary>
internal static class FrameworkPreload
{
    public static void Bind()
    {
        try
        {
            Touch();
        }
        catch (Exception e)
        {
            Log.Debug($"What sending will need could not be loaded: {e.Message}");
        }
    }

    /// <summary>The same for assemblies that only some configurations need.</summary>
    public static void Bind(params string[] names)
    {
        foreach (var name in names)
        {
            try
            {
                Assembly.Load(name);
            }
            catch (Exception e)
            {
                Log.Debug($"What sending will need could not be loaded: {e.Message}");
            }
        }
    }

    // Facades, each of which is one small file: the types are in the core library. The JIT looks them up whenever it compiles one of their users anew.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Touch()
    {
        GC.KeepAlive(typeof(Sse));
        GC.KeepAlive(typeof(ThreadPool));
    }
}
