using System.Runtime.CompilerServices;
using DdRun.Jit;

namespace DdRun.Metrics;

#pragma warning disable CA1001 // The event is left to the finalizer: somebody may still be on the way in.
/// <summary>A lock that does not show among the target's lock contentions, which are one of the metrics. Not re-entrant.</summary>
internal sealed class Gate
{
    private const int Free = 0, Taken = 1, Awaited = 2;
    private readonly AutoResetEvent _freed = new(false);
    private int _state;

    [MethodImpl(Compile.Once)]
    public Pass Enter()
    {
        TryEnter(Timeout.Infinite, out var pass);
        return pass;
    }

    [MethodImpl(Compile.Once)]
    public bool TryEnter(int milliseconds, out Pass pass)
    {
        pass = new(this);
        if (Interlocked.CompareExchange(ref _state, Taken, Free) == Free)
            return true;
        // Whoever has waited once says that others may still wait: it cannot know. At worst the event is set for nobody, and the next
        // one to wait comes round the loop once more.
        while (Interlocked.Exchange(ref _state, Awaited) != Free)
            if (!_freed.WaitOne(milliseconds))
                return false;
        return true;
    }

    [MethodImpl(Compile.Once)]
    private void Leave()
    {
        if (Interlocked.Exchange(ref _state, Free) == Awaited)
            _freed.Set();
    }

    [method: MethodImpl(Compile.Once)]
    internal readonly ref struct Pass(Gate gate)
    {
        [MethodImpl(Compile.Once)]
        public void Dispose() => gate.Leave();
    }
}
