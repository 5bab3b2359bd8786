using System.Runtime.CompilerServices;
using DdRun.Jit;

namespace DdRun.Metrics;

/// <summary>Something the worker writes at its own interval.</summary>
internal sealed class PeriodicReport(TimeSpan interval, Action write, Action? onWake = null)
{
    private readonly long _interval = Math.Max(1, (long)interval.TotalMilliseconds);

    public long Due
    {
        [MethodImpl(Compile.Once)]
        get;
        [MethodImpl(Compile.Once)]
        private set;
    } = Environment.TickCount64 + Math.Max(1, (long)interval.TotalMilliseconds);

    [MethodImpl(Compile.Once)]
    public void Write() => write();

    /// <summary>Small work that cannot wait for the report.</summary>
    [MethodImpl(Compile.Once)]
    public void OnWake() => onWake?.Invoke();

    public void Restart() => Due = Environment.TickCount64 + _interval;

    /// <summary>Keeps the rhythm; periods that were slept through are left out.</summary>
    [MethodImpl(Compile.Once)]
    public void Advance(long now) => Due = Due + _interval > now ? Due + _interval : now + 1;
}
