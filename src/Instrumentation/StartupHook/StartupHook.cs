using System;
using System.Globalization;
using System.IO;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using DdRun.Diagnostics;

/// <summary>
/// What the runtime calls before Main, in every .NET process that inherits the environment: so it loads on any runtime and never
/// throws. It is not precompiled, so it only picks the in-process assemblies of this runtime's major version, which are.
/// </summary>
internal static class StartupHook
{
    private const int Oldest = 8;
    private const int Newest = 10;
    private const string Call = "DD_RUN_LIVE_CALL";

    public static void Initialize()
    {
        try
        {
            StartLoader();
        }
        catch (Exception failure)
        {
            // The target runs untraced; it is not ours to stop.
            Tell(failure);
        }
    }

    // Apart: what a trimmed core library lacks is missed when this is compiled, and that has to be within the try.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StartLoader()
    {
        var major = Environment.Version.Major;
        if (major < Oldest)
            return;
        var folder = Path.Combine(Home(), "net" + (major < Newest ? major : Newest) + ".0");
        // Its initializer is its entry point: the profiler starts it the same way where it can, instead of this hook.
        var loader = Assembly.LoadFrom(Path.Combine(folder, "DdRun.Loader.dll"));
        RuntimeHelpers.RunModuleConstructor(loader.ManifestModule.ModuleHandle);
        if (Environment.GetEnvironmentVariable(Call) is { Length: > 0 } word)
            Answer(loader, word);
    }

    // Somebody wants something of a process that runs, and has the runtime ask for its hooks once more.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Answer(Assembly loader, string word)
    {
        Environment.SetEnvironmentVariable(Call, null);
        loader.GetType("DdRun.Loader.Entry")?.GetMethod("Again", BindingFlags.Static | BindingFlags.NonPublic)?.Invoke(null, new object[] { word });
    }

    // That our files cannot be loaded. What else may go wrong, in a trimmed program, the profiler and the loader tell.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Tell(Exception failure)
    {
        try
        {
            if (failure is BadImageFormatException)
                Write("ERROR not tracing: " + Home() + " was precompiled for another operating system or processor: take the home of this one, or of 'any'");
            else if (failure is IOException)
                Write("ERROR not tracing: " + failure.Message);
        }
        catch (Exception)
        {
            // Nobody can be told.
        }
    }

    // Whoever asks for us once more may name us by another path.
    private static string Home() => Path.GetDirectoryName(Path.GetDirectoryName(Path.GetFullPath(typeof(StartupHook).Assembly.Location)))!;

    private static void Write(string text)
    {
        Func<string, string?> environment = Environment.GetEnvironmentVariable;
        var folder = environment("DD_TRACE_LOG_DIRECTORY") is { Length: > 0 } named ? named : null;
        var line = DateTime.UtcNow.ToString("O", CultureInfo.InvariantCulture) + " [dd-run] " + text + "\n";
        new LogSinks(environment("DD_TRACE_LOG_SINKS"), folder, environment).Write(Encoding.UTF8.GetBytes(line));
    }
}
