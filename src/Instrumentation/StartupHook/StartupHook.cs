using System;
using System.IO;
using System.Reflection;
using System.Runtime.CompilerServices;

/// <summary>
/// What the runtime calls before Main, in every .NET process that inherits the environment: so it loads on any runtime and never
/// throws. It is not precompiled, so it only picks the in-process assemblies of this runtime's major version, which are.
/// </summary>
internal static class StartupHook
{
    private const int Oldest = 8;
    private const int Newest = 10;

    public static void Initialize()
    {
        try
        {
            StartLoader();
        }
        catch (Exception)
        {
            // The target runs untraced; it is not ours to stop.
        }
    }

    // Apart: what a trimmed core library lacks is missed when this is compiled, and that has to be within the try.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StartLoader()
    {
        var major = Environment.Version.Major;
        if (major < Oldest)
            return;
        var home = Path.GetDirectoryName(Path.GetDirectoryName(typeof(StartupHook).Assembly.Location))!;
        var folder = Path.Combine(home, "net" + (major < Newest ? major : Newest) + ".0");
        // Its initializer is its entry point: the profiler starts it the same way where it can, instead of this hook.
        RuntimeHelpers.RunModuleConstructor(Assembly.LoadFrom(Path.Combine(folder, "DdRun.Loader.dll")).ManifestModule.ModuleHandle);
    }
}
