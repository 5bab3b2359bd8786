using System.Diagnostics;

namespace DdRun.Diagnostics;

/// <summary>By when all of ours that holds up the end of the process has to be over.</summary>
internal readonly struct ExitDeadline
{
    private readonly long _timestamp;

    private ExitDeadline(long timestamp) => _timestamp = timestamp;

    public static ExitDeadline In(TimeSpan time) => new(Stopwatch.GetTimestamp() + TicksOf(time));

    /// <summary>Never below zero.</summary>
    public TimeSpan Left => TimeSpan.FromSeconds(Math.Max(0, (double)(_timestamp - Stopwatch.GetTimestamp()) / Stopwatch.Frequency));

    /// <summary>An earlier one, so that others have time after it.</summary>
    public ExitDeadline Before(TimeSpan reserve) => new(_timestamp - TicksOf(reserve));

    /// <summary>What is left, and no more than a number of milliseconds.</summary>
    public int Milliseconds(int most) => (int)Math.Min(most, Left.TotalMilliseconds);

    private static long TicksOf(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);
}
