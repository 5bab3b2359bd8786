namespace DdRun.Probes.Live;

public static partial class LiveProbe
{
    /// <summary>Lets the call end with the task that the method returns.</summary>
    public static void ExitTask(object? task, ref LiveScope scope)
    {
        if (scope.Site is not { } site || task is not Task running)
            return;
        if (running.IsCompleted)
            TakeFault(running, ref scope);
        else
            Follow(running, new LiveEnding(site, scope.Call, scope.Started), ref scope);
    }

    /// <summary>The same for a task with a result.</summary>
    public static void ExitTask<T>(object? task, ref LiveScope scope)
    {
        if (scope.Site is not { } site || task is not Task running)
            return;
        if (!running.IsCompleted)
        {
            Follow(running, scope.Call is null ? new LiveEnding(site, null, scope.Started) : new LiveEnding<T>(site, scope.Call, scope.Started), ref scope);
            return;
        }
        TakeFault(running, ref scope);
        if (scope.Call is { Fault: null } call && task is Task<T> { IsCompletedSuccessfully: true } done)
            TakeResult(call, done.Result, typeof(T));
    }

    /// <summary>Lets the call end with the task that the method returns; the result stands for it.</summary>
    public static ValueTask ExitValueTask(ValueTask task, ref LiveScope scope)
    {
        if (scope.Site is null || task.IsCompletedSuccessfully)
            return task;
        var one = task.AsTask();
        ExitTask(one, ref scope);
        return new ValueTask(one);
    }

    /// <summary>Lets the call end with the task that the method returns; the result stands for it.</summary>
    public static ValueTask<T> ExitValueTask<T>(ValueTask<T> task, ref LiveScope scope)
    {
        if (scope.Site is null)
            return task;
        if (task.IsCompletedSuccessfully)
        {
            if (scope.Call is not { } call)
                return task;
            // A result can be taken once.
            var result = task.Result;
            TakeResult(call, result, typeof(T));
            return new ValueTask<T>(result);
        }
        var one = task.AsTask();
        ExitTask<T>(one, ref scope);
        return new ValueTask<T>(one);
    }

    private static void TakeFault(Task task, ref LiveScope scope)
    {
        if (task.IsCompletedSuccessfully)
            return;
        scope.HasFailed = true;
        if (scope.Call is { } call)
            call.Fault = TaskFault.Of(task);
    }

    private static void Follow(Task task, LiveEnding ending, ref LiveScope scope)
    {
        try
        {
            scope.Call?.Leave();
            // As spans do, for the reasons that are there: Probe.Tasks.cs.
            if ((task.CreationOptions & TaskCreationOptions.RunContinuationsAsynchronously) != 0)
                task.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(() => ending.Complete(task));
            else
                task.ContinueWith(static (task, ending) => ((LiveEnding)ending!).Complete(task), ending, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            scope.Site = null;
        }
        catch (Exception e)
        {
            Report(scope.Site, e);
        }
    }
}
