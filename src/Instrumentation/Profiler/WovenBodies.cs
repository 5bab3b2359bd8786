using System.Reflection;
using System.Runtime.ExceptionServices;

namespace DdRun.Instrumentation.Profiler;

/// <summary>
/// Sees to it that a woven body that does not compile is put back and reported: before the first call where the methods can
/// be compiled in advance, else by that call, which then is the only one to fail.
/// </summary>
internal sealed class WovenBodies(ProfilerBridge bridge, Action<ProfilerFailure> report)
{
    /// <summary>More are not compiled in advance: most would never be called, and each takes about 0.1 ms.</summary>
    public const int MostInAdvance = 256;

    int _isWatching;

    /// <summary>To be called right after the weave. False when a method had to be put back.</summary>
    public bool Check(Module module, ReadOnlySpan<int> methods)
    {
        if (methods.Length > MostInAdvance || !WeaveVerifier.CanVerify(module))
        {
            Watch();
            return true;
        }
        IReadOnlyList<ProfilerFailure> failures = new WeaveVerifier(bridge).Verify(module, methods);
        foreach (ProfilerFailure failure in failures)
            report(failure);
        return failures.Count == 0;
    }

    /// <summary>Looks at every exception that the process throws, and only at its type unless it is of the rare kind.</summary>
    public void Watch()
    {
        if (Interlocked.Exchange(ref _isWatching, 1) == 0)
            AppDomain.CurrentDomain.FirstChanceException += PutBackUnfinished;
    }

    void PutBackUnfinished(object? sender, FirstChanceExceptionEventArgs thrown)
    {
        if (!WeavingFault.IsOne(thrown.Exception))
            return;
        foreach (ProfilerFailure failure in bridge.TakeUnfinished())
        {
            bridge.Restore(failure.Module, [failure.Method]);
            report(failure);
        }
    }
}
