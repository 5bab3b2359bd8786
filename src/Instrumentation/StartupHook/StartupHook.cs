using System;
using System.IO;
using System.Reflection;

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
            var major = Environment.Version.Major;
            if (major < Oldest)
                return;
            var home = Path.GetDirectoryName(Path.GetDirectoryName(typeof(StartupHook).Assembly.Location));
            var folder = Path.Combine(home, "net" + (major < Newest ? major : Newest) + ".0");
            // Its only public type. Finding a type by a name as long as ours makes the JIT compile vector code.
            var start = Assembly.LoadFrom(Path.Combine(folder, "DdRun.Loader.dll")).GetExportedTypes()[0].GetMethod("Start");
            ((Action<string>)start.CreateDelegate(typeof(Action<string>)))(folder);
        }
        catch (Exception)
        {
            // The target runs untraced; it is not ours to stop.
        }
    }
}
