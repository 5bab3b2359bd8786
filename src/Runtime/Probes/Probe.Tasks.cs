using System.Runtime.CompilerServices;
using DdRun.Diagnostics;
using DdRun.Tracing;

namespace DdRun.Probes;

public static partial class Probe
{
    /// <summary>Lets the span end with the task that the method returns.</summary>
    public static void ExitTask(object? task, ref ProbeScope scope)
    {
        if (scope.Span is not { } span)
        {
            Return(ref scope, task);
            return;
        }
        Leave(span, ref scope);
        if (task is not Task { IsCompletedSuccessfully: false } running)
            Complete(span, scope.Site, scope.State, null);
        else if (running.IsCompleted)
            Complete(span, scope.Site, scope.State, TaskFault.Of(running));
        else
            FinishWith(running, Ending(span, ref scope));
    }

    /// <summary>The same for a task with a result that something wants to see.</summary>
    public static void ExitTask<T>(object? task, ref ProbeScope scope)
    {
        if (scope.Span is not { } span)
        {
            Return(ref scope, task);
            return;
        }
        if (!WantsEnd(scope.Site))
        {
            ExitTask(task, ref scope);
            return;
        }
        scope.Span = null;
        span.Deactivate();
        var ending = new SpanOfTask<T>(span, scope.Site, scope.State);
        if (task is Task { IsCompleted: false } running)
            FinishWith(running, ending);
        else
            ending.Complete(task as Task);
    }

    /// <summary>Lets the span end with the task that the method returns; the result stands for it.</summary>
    public static ValueTask ExitValueTask(ValueTask task, ref ProbeScope scope)
    {
        if (scope.Span is not { } span)
        {
            Return(ref scope, null);
            return task;
        }
        if (task.IsCompletedSuccessfully)
        {
            ExitTask(null, ref scope);
            return task;
        }
        if (TracedValueTask.Suits(ref task))
        {
            Leave(span, ref scope);
            return new TracedValueTask(task, Ending(span, ref scope)).Begin();
        }
        // Makes nothing where a task is behind it.
        var one = task.AsTask();
        ExitTask(one, ref scope);
        return new ValueTask(one);
    }

    /// <summary>Lets the span end with the task that the method returns; the result stands for it.</summary>
    public static ValueTask<T> ExitValueTask<T>(ValueTask<T> task, ref ProbeScope scope)
    {
        if (scope.Span is not { } span)
        {
            Return(ref scope, null);
            return task;
        }
        if (task.IsCompletedSuccessfully)
        {
            ExitTask(null, ref scope);
            return task;
        }
        if (TracedValueTask<T>.Suits(ref task))
        {
            Leave(span, ref scope);
            return new TracedValueTask<T>(task, Ending(span, ref scope)).Begin();
        }
        var one = task.AsTask();
        ExitTask(one, ref scope);
        return new ValueTask<T>(one);
    }

    /// <summary>The same where something wants to see the result.</summary>
    public static ValueTask<T> ExitValueTaskWithResult<T>(ValueTask<T> task, ref ProbeScope scope)
    {
        if (scope.Span is not { } span)
        {
            Return(ref scope, null);
            return task;
        }
        if (!WantsEnd(scope.Site))
            return ExitValueTask(task, ref scope);
        if (!task.IsCompletedSuccessfully && !TracedValueTask<T>.Suits(ref task))
        {
            var one = task.AsTask();
            ExitTask<T>(one, ref scope);
            return new ValueTask<T>(one);
        }
        scope.Span = null;
        span.Deactivate();
        var ending = new SpanOfTask<T>(span, scope.Site, scope.State);
        if (!task.IsCompletedSuccessfully)
            return new TracedValueTask<T>(task, ending).Begin();
        var result = task.Result;
        ending.Succeed(result);
        return new ValueTask<T>(result);
    }

    /// <summary>Begins the span of an async method of whose task nothing is known: its state machine ends it.</summary>
    public static ProbeScope EnterPending(int site)
    {
        var scope = default(ProbeScope);
        var outer = PendingSpan.Current;
        var pending = new PendingSpan(outer, site);
        PendingSpan.Current = pending;
        scope = Enter(site);
        if (scope.Span is null)
        {
            PendingSpan.Current = outer;
            return scope;
        }
        pending.Span = scope.Span;
        scope.State = new ProbeState { Pending = pending };
        if (s_sites[site].Late is not null)
            pending.State = scope.State;
        return scope;
    }

    /// <summary>The method that began it returns; its state machine goes on.</summary>
    public static void ExitPending(ref ProbeScope scope)
    {
        if (scope.Span is not { } span)
            return;
        scope.Span = null;
        span.Deactivate();
        // One that finished inside the method was the active span of the flow that the method's builder has put back.
        if (ActiveSpan.IsLast(span))
            ActiveSpan.Set(span.Parent ?? span.Root.RemoteParent);
        PendingSpan.Current = scope.State?.Pending?.Outer;
    }

    /// <summary>The state machine has come to its end.</summary>
    public static void CompletePending(object? exception, int site)
    {
        for (var pending = PendingSpan.Current; pending is not null; pending = pending.Outer)
        {
            if (pending.Site != site || Interlocked.Exchange(ref pending.Span, null) is not { } span)
                continue;
            Complete(span, site, pending.State, exception is null ? null : AsException(exception));
            return;
        }
    }

    internal static void Finish(object ending, Exception? fault)
    {
        if (ending is Span span)
            Complete(span, 0, null, fault);
        else
            Unsafe.As<SpanOfTask>(ending).Complete(fault);
    }

    // The call returns; nothing is kept for an end that nobody wants to see.
    private static void Leave(Span span, ref ProbeScope scope)
    {
        scope.Span = null;
        span.Deactivate();
        if (scope.State is { ResultIsError: false } state && !WantsEnd(scope.Site))
        {
            scope.State = null;
            state.GiveBack();
        }
    }

    private static object Ending(Span span, ref ProbeScope scope) => scope.State is null ? span : new SpanOfTask(span, scope.Site, scope.State);

    // Whether anything is to be done with the end of a task besides finishing the span.
    private static bool WantsEnd(int site) => s_sites[site] is { Late: not null } or { Observer.SeesEnd: true };

    // ContinueWith runs in place whatever the task completes under, and beside it whoever awaits the task goes on in place, as without us: of several
    // that await one task, the runtime lets the first go on so and queues the others. Where it queues them all, awaiting costs half as much.
    private static void FinishWith(Task task, object ending)
    {
        if ((task.CreationOptions & TaskCreationOptions.RunContinuationsAsynchronously) != 0)
            task.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(new EndOfTask(task, ending).Finish);
        else
            task.ContinueWith(static (task, ending) => Finish(task, ending!), ending, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private static void Finish(Task task, object ending)
    {
        if (ending is Span span)
            Complete(span, 0, null, TaskFault.Of(task));
        else
            Unsafe.As<SpanOfTask>(ending).Complete(task);
    }

    private sealed class EndOfTask(Task task, object ending)
    {
        // What throws here ends the process.
        public void Finish()
        {
            try
            {
                Probe.Finish(task, ending);
            }
            catch (Exception e)
            {
                Log.Error("A span could not end with its task.", e);
            }
        }
    }
}
