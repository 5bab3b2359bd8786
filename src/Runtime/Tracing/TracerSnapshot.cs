using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace DdRun.Tracing;

/// <summary>
/// What holds for a trace from its start on, whatever changes later: the tracer, its global tags, the clock, and what that clock's ticks mean.
/// Made anew ten times a second: clocks drift apart by far less than a microsecond in that time, and a clock that is set is noticed.
/// </summary>
internal sealed class TracerSnapshot
{
    public static readonly TracerSnapshot None = new(null, []);

    // In ticks. What is further away is brought nearer, so that nothing overflows.
    private const long Century = 9_000_000_000_000_000_000;

    private readonly TracerCore? _tracer;
    private readonly bool _byProcessor;
    // Nanoseconds of the processor's ticks, times 2 to the 32nd: with whole numbers, times that a caller gave come back the same, however far away.
    private readonly long _tickLength;
    private readonly long _ticks, _wall, _maxAge;

    public TracerSnapshot(TracerCore? tracer, KeyValuePair<string, object>[] globalTags)
    {
        _tracer = tracer;
        GlobalTags = globalTags;
        HasWideTraceIds = tracer?.Settings.TraceId128 == true;
        _byProcessor = ProcessorClock.TryMeasure(out var nanoseconds);
        _tickLength = (long)(nanoseconds * (1L << 32));
        _maxAge = ToTicks(100_000_000);
        _ticks = Now();
        _wall = Clock.UtcNanoseconds();
    }

    public TracerCore Tracer => _tracer!;

    /// <summary>Values are text or boxed numbers.</summary>
    public KeyValuePair<string, object>[] GlobalTags { get; }

    /// <summary>Whether trace ids have 128 bits.</summary>
    public bool HasWideTraceIds { get; }

    /// <summary>In ticks of this snapshot's clock.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Now() => _byProcessor ? ProcessorClock.Read() : Stopwatch.GetTimestamp();

    public bool IsFresh(long ticks) => (ulong)(ticks - _ticks) <= (ulong)_maxAge;

    /// <summary>Nanoseconds since 1970.</summary>
    public long WallTime(long ticks) => _wall + ToNanoseconds(ticks - _ticks);

    public long Ticks(long wallTime) => _ticks + ToTicks(wallTime - _wall);

    public long ToNanoseconds(long ticks) => _byProcessor ? OfProcessor(ticks) : Clock.ToNanoseconds(ticks);

    public long ToTicks(long nanoseconds) => _byProcessor ? ToProcessor(nanoseconds) : Clock.ToStopwatchTicks(nanoseconds);

    public object? FindGlobal(string key)
    {
        foreach (var (name, value) in GlobalTags)
        {
            if (string.Equals(name, key))
                return value;
        }
        return null;
    }

    // Apart, because what multiplies to 128 bits is not precompiled. Rounded to the nearest, by the highest bit that is left out.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private long OfProcessor(long ticks)
    {
        var high = Math.BigMul(ticks, _tickLength, out var low);
        return (high << 32 | low >>> 32) + (low >>> 31 & 1);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long ToProcessor(long nanoseconds)
    {
        var half = (nanoseconds < 0 ? -_tickLength : _tickLength) / 2;
        return (long)Int128.Clamp((((Int128)nanoseconds << 32) + half) / _tickLength, -Century, Century);
    }
}
