using System.Diagnostics;
using System.Runtime.CompilerServices;
using DdRun.Jit;
using DdRun.Linux;

#if !NET9_0_OR_GREATER
#endif

namespace DdRun.Metrics.Sources;

internal static class CpuTimes
{
#if NET9_0_OR_GREATER
    /// <summary>Processor time of the process so far.</summary>
    [MethodImpl(Compile.Once)]
    public static void Read(out TimeSpan user, out TimeSpan system)
    {
        // Not for iOS and tvOS, where this library is not used.
#pragma warning disable CA1416
        var usage = Environment.CpuUsage;
#pragma warning restore CA1416
        user = usage.UserTime;
        system = usage.PrivilegedTime;
    }
#else
    // Linux shows ticks of 10 ms to programs, whatever the kernel counts in.
    private const int TickMilliseconds = 10;
    private const int FieldsBeforeUserTime = 11;
    private static readonly ProcFile s_stat = new("/proc/self/stat", 1024);

    /// <summary>Processor time of the process so far.</summary>
    [MethodImpl(Compile.Once)]
    public static void Read(out TimeSpan user, out TimeSpan system)
    {
        if (TryParse(s_stat, s_stat.Read(), out user, out system))
            return;
        using var process = Process.GetCurrentProcess();
        user = process.UserProcessorTime;
        system = process.PrivilegedProcessorTime;
    }

    [MethodImpl(Compile.Once)]
    private static bool TryParse(ProcFile stat, int length, out TimeSpan user, out TimeSpan system)
    {
        user = system = default;
        // The name in parentheses may contain anything.
        var at = length;
        while (at > 0 && stat.Bytes[at - 1] != ')')
            at--;
        for (var i = 0; i <= FieldsBeforeUserTime; i++)
            at = Next(stat.Bytes, at, length);
        if (!stat.TryParse(at, out var userTicks) || !stat.TryParse(Next(stat.Bytes, at, length), out var systemTicks))
            return false;
        user = TimeSpan.FromMilliseconds(userTicks * TickMilliseconds);
        system = TimeSpan.FromMilliseconds(systemTicks * TickMilliseconds);
        return true;
    }

    [MethodImpl(Compile.Once)]
    private static int Next(byte[] fields, int at, int length)
    {
        while (at < length && fields[at++] != ' ')
        { }
        return at;
    }
#endif
}
