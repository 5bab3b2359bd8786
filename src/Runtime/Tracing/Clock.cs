using System.Diagnostics;

namespace DdRun.Tracing;

/// <summary>
/// The system's time. Spans are timed by <see cref="Stopwatch"/> or by <see cref="ProcessorClock"/>; <see cref="TracerSnapshot"/> says what the
/// ticks mean. Reading the time of day for every trace as well would cost as much as making the span.
/// </summary>
internal static class Clock
{
    private static readonly double s_nanosecondsPerTick = 1_000_000_000.0 / Stopwatch.Frequency;
    private static readonly bool s_ticksAreNanoseconds = Stopwatch.Frequency == 1_000_000_000;

    public static long UtcNanoseconds() => ToUnixNanoseconds(DateTime.UtcNow.Ticks);

    public static long ToUnixNanoseconds(DateTimeOffset time) => ToUnixNanoseconds(time.UtcTicks);

    public static long ToNanoseconds(long stopwatchTicks) =>
        s_ticksAreNanoseconds ? stopwatchTicks : (long)(stopwatchTicks * s_nanosecondsPerTick);

    public static long ToStopwatchTicks(long nanoseconds) =>
        s_ticksAreNanoseconds ? nanoseconds : (long)(nanoseconds / s_nanosecondsPerTick);

    public static DateTimeOffset ToTime(long unixNanoseconds) =>
        new(unixNanoseconds / 100 + DateTime.UnixEpoch.Ticks, TimeSpan.Zero);

    // What lies outside the years 1677 to 2262 does not fit the wire's 64-bit nanoseconds.
    private static long ToUnixNanoseconds(long ticks) =>
        Math.Clamp(ticks - DateTime.UnixEpoch.Ticks, long.MinValue / 100, long.MaxValue / 100) * 100;
}
