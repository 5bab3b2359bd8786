using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace DdRun.Loader;

/// <summary>Brings the instrumentation up without showing its assemblies to the target.</summary>
internal static class Entry
{
    /// <summary>Runs once and never throws: by the startup hook, or by the profiler in its place (native/src/hook_shortcut.h).</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Whoever loads this assembly does so to start it, and an initializer is found without reflection.")]
    internal static void Start()
    {
        try
        {
            // Of this runtime's major version.
            var folder = Path.GetDirectoryName(typeof(Entry).Assembly.Location)!;
            if (Sdk.IsRunning(AppContext.BaseDirectory))
            {
                if (Environment.GetEnvironmentVariable("DD_TRACE_DEBUG") is "1" or "true")
                    Console.Error.WriteLine("dd-run: not tracing: a command of the SDK");
                return;
            }
            RuntimeResolver.Install(folder);
            var instrumentation = new InstrumentationContext(folder).LoadFromAssemblyPath(Path.Combine(folder, "DdRun.Instrumentation.dll"));
            // Its only public type: by its name, finding it would make the JIT compile vector code.
            RuntimeHelpers.RunClassConstructor(instrumentation.GetExportedTypes()[0].TypeHandle);
        }
        catch (Exception failure)
        {
            Console.Error.WriteLine($"dd-run: not tracing: {failure.Message}");
        }
    }
}
