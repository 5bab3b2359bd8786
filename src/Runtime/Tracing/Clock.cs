using System.Diagnostics;

namespace DdRun.Tracing;

/// <summary>
/// <see cref="Stopwatch"/> for everything; a wall time read now and then says what its ticks mean. Reading both for every trace would cost as much
/// as making the span.
/// </summary>
internal static class Clock
{
    private static readonly double s_nanosecondsPerTick = 1_000_000_000.0 / Stopwatch.Frequency;
    private static readonly bool s_ticksAreNanoseconds = Stopwatch.Frequency == 1_000_000_000;

    private static readonly long s_anchorAge = Stopwatch.Frequency / 10;
    private static Anchor s_anchor = new();

    /// <summary>The wall time, in nanoseconds since 1970, at a moment that has just been read from <see cref="Stopwatch"/>.</summary>
    public static long WallTime(long stopwatchTicks)
    {
        var anchor = Volatile.Read(ref s_anchor);
        var age = stopwatchTicks - anchor.Ticks;
        if ((ulong)age > (ulong)s_anchorAge)
        {
            anchor = new Anchor();
            Volatile.Write(ref s_anchor, anchor);
            age = stopwatchTicks - anchor.Ticks;
        }
        return anchor.Wall + ToNanoseconds(age);
    }

    public static long UtcNanoseconds() => ToUnixNanoseconds(DateTime.UtcNow.Ticks);

    public static long ToUnixNanoseconds(DateTimeOffset time) => ToUnixNanoseconds(time.UtcTicks);

    public static long ToNanoseconds(long stopwatchTicks) =>
        s_ticksAreNanoseconds ? stopwatchTicks : (long)(stopwatchTicks * s_nanosecondsPerTick);

    public static long ToStopwatchTicks(long nanoseconds) =>
        s_ticksAreNanoseconds ? nanoseconds : (long)(nanoseconds / s_nanosecondsPerTick);

    public static DateTimeOffset ToTime(long unixNanoseconds) =>
        new(unixNanoseconds / 100 + DateTime.UnixEpoch.Ticks, TimeSpan.Zero);

    // A tenth of a second old at most: the clocks drift apart by far less than a microsecond in that time, and a clock that is set is noticed.
    private sealed class Anchor
    {
        public readonly long Ticks = Stopwatch.GetTimestamp();
        public readonly long Wall = UtcNanoseconds();
    }

    // What lies outside the years 1677 to 2262 does not fit the wire's 64-bit nanoseconds.
    private static long ToUnixNanoseconds(long ticks) =>
        Math.Clamp(ticks - DateTime.UnixEpoch.Ticks, long.MinValue / 100, long.MaxValue / 100) * 100;
}
