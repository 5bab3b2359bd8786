using System.Diagnostics;

namespace DdRun.Tracing;

/// <summary>
/// What holds for a trace from its start on, whatever changes later: the tracer, its global tags, and what <see cref="Stopwatch"/>'s ticks mean.
/// Made anew ten times a second: clocks drift apart by far less than a microsecond in that time, and a clock that is set is noticed.
/// </summary>
internal sealed class TracerSnapshot(TracerCore? tracer, KeyValuePair<string, object>[] globalTags)
{
    public static readonly TracerSnapshot None = new(null, []);

    private static readonly long s_maxAge = Stopwatch.Frequency / 10;

    private readonly long _ticks = Stopwatch.GetTimestamp();
    private readonly long _wall = Clock.UtcNanoseconds();

    public TracerCore Tracer => tracer!;

    /// <summary>Values are text or boxed numbers.</summary>
    public KeyValuePair<string, object>[] GlobalTags => globalTags;

    /// <summary>Whether trace ids have 128 bits.</summary>
    public bool HasWideTraceIds { get; } = tracer?.Settings.TraceId128 == true;

    public bool IsFresh(long ticks) => (ulong)(ticks - _ticks) <= (ulong)s_maxAge;

    /// <summary>Nanoseconds since 1970.</summary>
    public long WallTime(long ticks) => _wall + Clock.ToNanoseconds(ticks - _ticks);

    public long Ticks(long wallTime) => _ticks + Clock.ToStopwatchTicks(wallTime - _wall);

    public object? FindGlobal(string key)
    {
        foreach (var (name, value) in globalTags)
        {
            if (string.Equals(name, key))
                return value;
        }
        return null;
    }
}
