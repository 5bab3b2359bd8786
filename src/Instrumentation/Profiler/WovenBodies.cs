using System.Reflection;
using DdRun.Diagnostics;

namespace DdRun.Instrumentation.Profiler;

/// <summary>
/// Sees to it that a woven body that does not compile is put back and reported: before the first call, or, of a plan with many methods, soon.
/// A call that comes sooner puts its method back, and is the only one to fail.
/// </summary>
/// <param name="bridge">To the profiler.</param>
/// <param name="report">Is told what was put back.</param>
/// <param name="watch">Shows a listener every exception that the process throws.</param>
internal sealed class WovenBodies(ProfilerBridge bridge, Action<ProfilerFailure> report, Action<Action<Exception>> watch)
{
    /// <summary>More are compiled in the background: most would never be called, and each takes about 0.1 ms.</summary>
    public const int MostInAdvance = 256;

    // A program that has ended by then has shown what of its own runs compiles.
    const int Patience = 2000;

    const int Batch = 32, Pause = 20;

    [ThreadStatic]
    static bool t_isChecking;

    readonly object _lock = new();
    Queue<Waiting>? _waiting;
    int _isWatching;
    bool _isChecking;

    /// <summary>To be called right after the weave.</summary>
    /// <param name="module">The module, one that <see cref="WeaveVerifier.CanVerify"/>.</param>
    /// <param name="methods">Its woven methods.</param>
    /// <param name="done">Is told which do not compile, on another thread when there are many.</param>
    public void Check(Module module, int[] methods, Action<IReadOnlyList<ProfilerFailure>> done)
    {
        if (methods.Length <= MostInAdvance)
        {
            done(PutBack(module, methods));
            return;
        }
        Watch();
        lock (_lock)
        {
            (_waiting ??= new()).Enqueue(new Waiting(module, methods, done));
            if (_isChecking)
                return;
            _isChecking = true;
        }
        new Thread(CheckWaiting) { IsBackground = true, Name = "dd-run check", Priority = ThreadPriority.Lowest }.UnsafeStart();
    }

    /// <summary>Looks at every exception that the process throws, and only at its type unless it is of the rare kind.</summary>
    public void Watch()
    {
        if (Interlocked.Exchange(ref _isWatching, 1) == 0)
            watch(PutBackUnfinished);
    }

    void CheckWaiting()
    {
        OwnWork.Begin();
        Thread.Sleep(Patience);
        while (true)
        {
            Waiting? next;
            lock (_lock)
            {
                if (!_waiting!.TryDequeue(out next))
                {
                    _isChecking = false;
                    return;
                }
            }
            var failures = new List<ProfilerFailure>();
            for (int i = 0; i < next.Methods.Length; i += Batch)
            {
                failures.AddRange(PutBack(next.Module, next.Methods.AsSpan(i, Math.Min(Batch, next.Methods.Length - i))));
                // Nothing tells when the target can spare a processor, and not every system knows priorities of threads: six sevenths of one stay its own.
                Thread.Sleep(Pause);
            }
            next.Done(failures);
        }
    }

    IReadOnlyList<ProfilerFailure> PutBack(Module module, ReadOnlySpan<int> methods)
    {
        t_isChecking = true;
        IReadOnlyList<ProfilerFailure> failures = new WeaveVerifier(bridge).Verify(module, methods);
        t_isChecking = false;
        // They are known already; nobody is to look for them once more.
        if (failures.Count > 0)
            bridge.TakeUnfinished();
        foreach (ProfilerFailure failure in failures)
            report(failure);
        return failures;
    }

    void PutBackUnfinished(Exception thrown)
    {
        if (t_isChecking || !WeavingFault.IsOne(thrown))
            return;
        OwnWork.Begin();
        foreach (ProfilerFailure failure in bridge.TakeUnfinished())
        {
            bridge.Restore(failure.Module, [failure.Method]);
            t_isChecking = true;
            ProfilerFailure known = WeaveVerifier.WithCause(failure);
            t_isChecking = false;
            report(known);
        }
        OwnWork.End();
    }

    sealed record Waiting(Module Module, int[] Methods, Action<IReadOnlyList<ProfilerFailure>> Done);
}
