using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using DdRun.Diagnostics;

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
            Load();
        }
        catch (Exception failure)
        {
            TryTell(failure);
        }
    }

    // Apart: what a trimmed framework lacks is missed when this is compiled, and that has to be within the try.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Load()
    {
        // Of this runtime's major version.
        var folder = Path.GetDirectoryName(typeof(Entry).Assembly.Location)!;
        if (Sdk.IsRunning(AppContext.BaseDirectory))
        {
            if (Environment.GetEnvironmentVariable("DD_TRACE_DEBUG") is "1" or "true")
                Write("DEBUG not tracing: a command of the SDK");
            return;
        }
        RuntimeResolver.Install(folder);
        var instrumentation = new InstrumentationContext(folder).LoadFromAssemblyPath(Path.Combine(folder, "DdRun.Instrumentation.dll"));
        // Its only public type: by its name, finding it would make the JIT compile vector code.
        s_entry = instrumentation.GetExportedTypes()[0];
        RuntimeHelpers.RunClassConstructor(s_entry.TypeHandle);
    }

    private static Type? s_entry;

    /// <summary>The hook has been asked for in a process that runs. Never throws; the hook finds it by its name.</summary>
    internal static void Again(string word)
    {
        try
        {
            s_entry?.GetMethod("Again", BindingFlags.Static | BindingFlags.NonPublic)?.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [word], null);
        }
        catch (Exception failure)
        {
            TryTell(failure);
        }
    }

    private static void TryTell(Exception failure)
    {
        try
        {
            Tell(failure);
        }
        catch (Exception)
        {
            // What telling needs is missing as well.
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Tell(Exception failure)
    {
        var cause = failure.GetBaseException();
        Write(IsMissing(cause)
            ? $"ERROR not tracing: this program was trimmed, and what tracing needs with it; publish it without PublishTrimmed ({cause.Message})"
            : $"ERROR not tracing: {cause.Message}");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Write(string text)
    {
        Func<string, string?> environment = Environment.GetEnvironmentVariable;
        var folder = environment("DD_TRACE_LOG_DIRECTORY") is { Length: > 0 } named ? named : null;
        var time = DateTime.UtcNow.ToString("O", CultureInfo.InvariantCulture);
        new LogSinks(environment("DD_TRACE_LOG_SINKS"), folder, environment).Write(Encoding.UTF8.GetBytes($"{time} [dd-run] {text}\n"));
    }

    // A type, a method, a field or an assembly of the framework. By number: the types of these exceptions may be what is missing.
    private static bool IsMissing(Exception cause) =>
        cause.HResult is unchecked((int)0x80131522) or unchecked((int)0x80131513) or unchecked((int)0x80131511)
        || (cause.HResult == unchecked((int)0x80070002) && cause.Message.Contains("System.", StringComparison.Ordinal));
}
