using System.Diagnostics;

namespace DdRun.Export;

/// <summary>Whether the process is about to end, and how long it waits.</summary>
internal sealed class Urgency : IDisposable
{
    private readonly ManualResetEventSlim _urgent = new(false, 0);
    private long _deadline;

    public bool IsUrgent => _urgent.IsSet;

    /// <summary>What a request may take; unlimited while nothing is urgent.</summary>
    public TimeSpan Remaining => !IsUrgent ? TimeSpan.MaxValue
        : TimeSpan.FromSeconds(Math.Max(0.05, (double)(Volatile.Read(ref _deadline) - Stopwatch.GetTimestamp()) / Stopwatch.Frequency));

    public void Begin(TimeSpan limit)
    {
        Volatile.Write(ref _deadline, Stopwatch.GetTimestamp() + (long)(limit.TotalSeconds * Stopwatch.Frequency));
        _urgent.Set();
    }

    public void End() => _urgent.Reset();

    /// <summary>Waits before another attempt, less long when it becomes urgent meanwhile; answers false when it was urgent already.</summary>
    public bool Pause(TimeSpan delay)
    {
        if (IsUrgent)
            return false;
        _urgent.Wait(delay);
        return true;
    }

    public void Dispose() => _urgent.Dispose();
}
