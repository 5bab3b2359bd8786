using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DdRun.Diagnostics;
using DdRun.Linux;

namespace DdRun.Tracing;

/// <summary>
/// The processor's time-stamp counter, which takes 10 ns to read where <see cref="Stopwatch"/> takes 25: two readings are a third of what a span
/// costs. Used only while Linux itself keeps the time with it, that is, while it runs evenly and alike on all processors, and given up for good
/// when it disagrees with the system's clock. The class library has no way to it, so it brings its own 14 bytes of code.
/// </summary>
internal static unsafe class ProcessorClock
{
    private static readonly object s_lock = new();
    private static delegate* unmanaged[SuppressGCTransition]<long> s_read;
    private static TickLength? s_tick;
    private static bool s_tried;

    private static ReadOnlySpan<byte> Code =>
    [
        0xF3, 0x0F, 0x1E, 0xFA, // endbr64
        0x0F, 0x31,             // rdtsc
        0x48, 0xC1, 0xE2, 0x20, // shl rdx, 32
        0x48, 0x09, 0xD0,       // or rax, rdx
        0xC3,                   // ret
    ];

    /// <summary>The counter; only after <see cref="TryMeasure"/> has answered true.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Read() => s_read();

    /// <summary>Looks whether the counter can be used. Takes a millisecond at first, so not while anybody waits.</summary>
    /// <returns>Why it cannot, else null.</returns>
    public static string? Start()
    {
        lock (s_lock)
        {
            if (s_tried)
                return s_tick is null ? "was given up before" : null;
            s_tried = true;
            try
            {
                if (WhyNot() is { } reason)
                    return reason;
            }
            catch (Exception e)
            {
                return e.Message;
            }
            s_tick = new TickLength();
            return null;
        }
    }

    /// <summary>How long a tick takes, measured anew; false while that is not known, or when the counter is not to be used.</summary>
    public static bool TryMeasure(out double nanoseconds)
    {
        nanoseconds = 0;
        if (Volatile.Read(ref s_tick) is null)
            return false;
        lock (s_lock)
        {
            if (s_tick is not { } tick)
                return false;
            var (ticks, system) = ReadBoth();
            if (!tick.Add(ticks, system))
            {
                s_tick = null;
                Log.Debug("The processor's time-stamp counter disagrees with the system's clock; spans are timed by the latter.");
                return false;
            }
            nanoseconds = tick.Nanoseconds;
            return nanoseconds != 0;
        }
    }

    // The narrowest of three: the thread may lose the processor between two readings.
    private static (long Ticks, long Nanoseconds) ReadBoth()
    {
        var (best, ticks, system) = (long.MaxValue, 0L, 0L);
        for (var i = 0; i < 3; i++)
        {
            var before = s_read();
            var between = Stopwatch.GetTimestamp();
            var width = s_read() - before;
            if (width < best)
                (best, ticks, system) = (width, before + width / 2, Clock.ToNanoseconds(between));
        }
        return (ticks, system);
    }

    private static string? WhyNot()
    {
        const int pageBytes = 4096, readWrite = 3, readExecute = 5, privateAnonymous = 0x22, getTsc = 25, tscEnabled = 1;
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
            return "not on this platform";
        var source = File.ReadAllText("/sys/devices/system/clocksource/clocksource0/current_clocksource").Trim();
        if (source != "tsc")
            return "the system keeps the time by " + source;
        var allowed = 0;
        if (Libc.ProcessControl(getTsc, &allowed, 0, 0, 0) != 0 || allowed != tscEnabled)
            return "the process may not read it";
        var page = Libc.Map(null, pageBytes, readWrite, privateAnonymous, -1, 0);
        if (page == (void*)-1)
            return "no memory";
        Code.CopyTo(new Span<byte>(page, pageBytes));
        if (Libc.Protect(page, pageBytes, readExecute) != 0)
        {
            _ = Libc.Unmap(page, pageBytes);
            return "code of its own is not allowed here";
        }
        s_read = (delegate* unmanaged[SuppressGCTransition]<long>)page;
        return null;
    }
}
