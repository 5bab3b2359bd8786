using System.Runtime.Loader;

namespace DdRun.Loader;

/// <summary>Called by the startup hook; brings the instrumentation up without showing its assemblies to the target.</summary>
public static class Entry
{
    /// <summary>Never throws.</summary>
    /// <param name="folder">Where the in-process assemblies of this runtime's major version are.</param>
    public static void Start(string folder)
    {
        try
        {
            if (Sdk.IsRunning(AppContext.BaseDirectory))
                return;
            AssemblyLoadContext.Default.Resolving += new RuntimeResolver(folder).Resolve;
            var instrumentation = new InstrumentationContext(folder).LoadFromAssemblyPath(Path.Combine(folder, "DdRun.Instrumentation.dll"));
            // Its only public type: by its name, finding it would make the JIT compile vector code.
            instrumentation.GetExportedTypes()[0].GetMethod("Start")!.CreateDelegate<Action>()();
        }
        catch (Exception failure)
        {
            Console.Error.WriteLine($"dd-run: not tracing: {failure.Message}");
        }
    }
}
