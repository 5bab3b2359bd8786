using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace DdRun.Probes;

/// <summary>
/// Reads templates from the result of a task. The woven method has returned by then, so its own code cannot; the same IL is made once
/// for each template and type of result instead.
/// </summary>
internal sealed class TaskResultReaders(TaskResultPath[] paths)
{
    private readonly TaskResultPath[][] _templates = ByTemplate(paths);
    private readonly ConcurrentDictionary<Type, Delegate?[]> _readers = new();

    public void Read<T>(T result, ref ProbeScope scope)
    {
        if (!_readers.TryGetValue(typeof(T), out var readers))
            readers = _readers.GetOrAdd(typeof(T), MakeAll<T>(ref scope));
        if (!Probe.BeginCaptures(ref scope))
            return;
        foreach (var reader in readers)
        {
            try
            {
                (reader as TaskResultReader<T>)?.Invoke(result, ref scope);
            }
            catch (Exception e)
            {
                Probe.CaptureFailed(e, ref scope);
            }
        }
        Probe.EndCaptures();
    }

    // No LINQ: this is a thread of the target's, which may have run out of what it takes to load another assembly.
    private static TaskResultPath[][] ByTemplate(TaskResultPath[] paths)
    {
        var templates = new List<List<TaskResultPath>>();
        foreach (var path in paths)
        {
            var template = templates.Find(template => template[0].Template == path.Template);
            if (template is null)
                templates.Add(template = []);
            template.Add(path);
        }
        return templates.ConvertAll(static template => template.ToArray()).ToArray();
    }

    private Delegate?[] MakeAll<T>(ref ProbeScope scope)
    {
        var readers = new Delegate?[_templates.Length];
        for (var i = 0; i < readers.Length; i++)
        {
            try
            {
                readers[i] = Make<T>(_templates[i]);
            }
            catch (Exception e)
            {
                Probe.CaptureFailed(e, ref scope);
            }
        }
        return readers;
    }

    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Guarded by IsDynamicCodeSupported; nothing is woven in ahead-of-time compiled programs.")]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Nothing is woven in trimmed programs.")]
    private static TaskResultReader<T>? Make<T>(TaskResultPath[] paths) =>
        RuntimeFeature.IsDynamicCodeSupported ? TaskResultCompiler.Compile<T>(paths) : null;
}
