using System;
using System.IO;
using System.Reflection;

/// <summary>
/// What the runtime calls before Main, in every .NET process that inherits the environment: so it is small, loads on any runtime,
/// and never throws. It only picks the in-process assemblies of this runtime's major version.
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
            if (major < Oldest || Sdk.IsRunning(AppContext.BaseDirectory))
                return;
            var home = Path.GetDirectoryName(Path.GetDirectoryName(typeof(StartupHook).Assembly.Location));
            var folder = Path.Combine(home, "net" + Math.Min(major, Newest) + ".0");
            var start = Assembly.LoadFrom(Path.Combine(folder, "DdRun.Loader.dll")).GetType("DdRun.Loader.Entry").GetMethod("Start");
            ((Action<string>)start.CreateDelegate(typeof(Action<string>)))(folder);
        }
        catch (Exception)
        {
            // The target runs untraced; it is not ours to stop.
        }
    }
}
