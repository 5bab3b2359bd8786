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

    // In ticks or nanoseconds. What is further away is brought nearer, so that nothing overflows.
    private const double Century = 9e18;

    private readonly TracerCore? _tracer;
    private readonly bool _byProcessor;
    private readonly double _tickNanoseconds;
    private readonly long _ticks, _wall, _maxAge;

    public TracerSnapshot(TracerCore? tracer, KeyValuePair<string, object>[] globalTags)
    {
        _tracer = tracer;
        GlobalTags = globalTags;
        HasWideTraceIds = tracer?.Settings.TraceId128 == true;
        _byProcessor = ProcessorClock.TryMeasure(out _tickNanoseconds);
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

    public long ToNanoseconds(long ticks) => _byProcessor ? Round(ticks * _tickNanoseconds) : Clock.ToNanoseconds(ticks);

    public long ToTicks(long nanoseconds) => _byProcessor ? Round(nanoseconds / _tickNanoseconds) : Clock.ToStopwatchTicks(nanoseconds);

    public object? FindGlobal(string key)
    {
        foreach (var (name, value) in GlobalTags)
        {
            if (string.Equals(name, key))
                return value;
        }
        return null;
    }

    // A time that a caller gave comes back the same after both conversions, as long as a tick is below a nanosecond.
    private static long Round(double value) => Math.Abs(value) < Century ? (long)Math.Round(value) : value > 0 ? (long)Century : (long)-Century;
}
