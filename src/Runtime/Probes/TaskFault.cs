using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.ExceptionServices;

namespace DdRun.Probes;

/// <summary>
/// Why a task failed. <see cref="Task.Exception"/> would mark the exception as observed, and so silence
/// <see cref="TaskScheduler.UnobservedTaskException"/> for the target; the fields behind it do not.
/// </summary>
internal static class TaskFault
{
    private const BindingFlags Fields = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    private static FieldInfo? s_properties, s_holder, s_exceptions, s_cancellation;
    private static volatile bool s_ready;

    public static Exception? Of(Task? task)
    {
        if (task is null || task.IsCompletedSuccessfully)
            return null;
        try
        {
            if (!s_ready)
                FindFields();
            var holder = s_properties?.GetValue(task) is { } properties ? s_holder?.GetValue(properties) : null;
            if (task.IsCanceled)
                return holder is not null && s_cancellation?.GetValue(holder) is ExceptionDispatchInfo info ? info.SourceException : new TaskCanceledException(task);
            if (holder is not null && s_exceptions?.GetValue(holder) is List<ExceptionDispatchInfo> { Count: > 0 } all)
                return all[0].SourceException;
        }
        catch (Exception)
        {
            // A runtime with other fields: the span says that it failed, not how.
        }
        return new TaskFailedException();
    }

    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "Without the fields the exception is unknown, nothing more.")]
    [UnconditionalSuppressMessage("Trimming", "IL2080", Justification = "Without the fields the exception is unknown, nothing more.")]
    private static void FindFields()
    {
        s_properties = typeof(Task).GetField("m_contingentProperties", Fields);
        s_holder = s_properties?.FieldType.GetField("m_exceptionsHolder", Fields);
        s_exceptions = s_holder?.FieldType.GetField("m_faultExceptions", Fields);
        s_cancellation = s_holder?.FieldType.GetField("m_cancellationException", Fields);
        s_ready = true;
    }
}
