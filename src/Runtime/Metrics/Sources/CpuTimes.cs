using System.Runtime.CompilerServices;
using DdRun.Diagnostics;
#if !NET9_0_OR_GREATER
using System.Diagnostics;
using DdRun.Linux;
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
    public static void Read(out TimeSpan user, out TimeSpan system)
    {
        if (TryParse(s_stat.Read(), out user, out system)) return;
        using var process = Process.GetCurrentProcess();
        user = process.UserProcessorTime;
        system = process.PrivilegedProcessorTime;
    }

    private static bool TryParse(ReadOnlySpan<byte> stat, out TimeSpan user, out TimeSpan system)
    {
        user = system = default;
        // The name in parentheses may contain anything.
        stat = stat[(stat.LastIndexOf((byte)')') + 1)..].TrimStart((byte)' ');
        for (var i = 0; i < FieldsBeforeUserTime; i++) stat = Next(stat);
        if (!ProcFile.TryParse(stat, out var userTicks) || !ProcFile.TryParse(Next(stat), out var systemTicks)) return false;
        user = TimeSpan.FromMilliseconds(userTicks * TickMilliseconds);
        system = TimeSpan.FromMilliseconds(systemTicks * TickMilliseconds);
        return true;
    }

    private static ReadOnlySpan<byte> Next(ReadOnlySpan<byte> fields)
    {
        var space = fields.IndexOf((byte)' ');
        return space < 0 ? default : fields[(space + 1)..];
    }
#endif
}
