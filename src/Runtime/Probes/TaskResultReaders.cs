using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace DdRun.Probes;

/// <summary>
/// Reads templates from the result of a task. The woven method has returned by then, so its own code cannot; the same IL is made once
/// for each type of result instead.
/// </summary>
internal sealed class TaskResultReaders(TaskResultPath[] paths)
{
    private readonly ConcurrentDictionary<Type, Delegate?> _readers = new();

    public void Read<T>(T result, ref ProbeScope scope)
    {
        try
        {
            if (_readers.GetOrAdd(typeof(T), static (_, paths) => Make<T>(paths), paths) is TaskResultReader<T> reader)
                reader(result, ref scope);
        }
        catch (Exception e)
        {
            Probe.CaptureFailed(e, ref scope);
        }
    }

    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Guarded by IsDynamicCodeSupported; nothing is woven in ahead-of-time compiled programs.")]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Nothing is woven in trimmed programs.")]
    private static TaskResultReader<T>? Make<T>(TaskResultPath[] paths) =>
        RuntimeFeature.IsDynamicCodeSupported ? TaskResultCompiler.Compile<T>(paths) : null;
}
