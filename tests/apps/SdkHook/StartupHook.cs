using System.Reflection;

/// <summary>Puts OpenTelemetry's SDK beside whatever else a program has, apart from the program's own assemblies.</summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        // The SDK's own commands run programs, and are none.
        if (Environment.GetEnvironmentVariable("SDK_HOOK_FILE") is not { Length: > 0 } file || File.Exists(Path.Combine(AppContext.BaseDirectory, "dotnet.dll")) || Assembly.GetEntryAssembly()?.GetName().Name == "vstest.console")
            return;
        var own = typeof(StartupHook).Assembly.Location;
        new Apart(Path.GetDirectoryName(own)!).LoadFromAssemblyPath(own).GetType("Beside")!.GetMethod("Start")!.Invoke(null, [file]);
    }
}
