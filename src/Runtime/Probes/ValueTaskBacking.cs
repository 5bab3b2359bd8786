using System.Runtime.CompilerServices;

namespace DdRun.Probes;

/// <summary>What is behind a task of a value type. Nothing public tells, but the runtime lays references out first.</summary>
internal static class ValueTaskBacking
{
    public static bool IsSource<TTask>(ref TTask task)
        where TTask : struct => Unsafe.As<TTask, object?>(ref task) is not (null or Task);

    /// <summary>Whether a task made of another one does begin with it.</summary>
    public static bool IsFirst<TTask>(TTask task, Task behind)
        where TTask : struct => Unsafe.As<TTask, nint>(ref task) == Unsafe.As<Task, nint>(ref behind);
}
