using System.Runtime.CompilerServices;
using DdRun.Diagnostics;
using DdRun.Linux;

namespace DdRun.Metrics.Sources;

/// <summary>Threads, memory, context switches and open files as the kernel counts them.</summary>
internal sealed class LinuxProcessSource : IMetricSource
{
    // Counting many descriptors costs the kernel as much as listing them: then it is done in every sixth round only.
    private const int ManyDescriptors = 2048;
    private const int RoundsBetweenCounts = 6;
    private readonly ProcFile _status = new("/proc/self/status", 4096);
    private readonly Total _voluntary = Total.OfProcess("runtime.dotnet.cpu.ctx_switch.voluntary"u8);
    private readonly Total _involuntary = Total.OfProcess("runtime.dotnet.cpu.ctx_switch.involuntary"u8);
    private long _descriptors;
    private int _rounds;

    [MethodImpl(Compile.Once)]
    public void Collect(MetricSink sink)
    {
        const int kilobyte = 1024;
        var status = _status.Read();
        if (ProcFile.TryFind(status, "Threads:"u8, out var threads)) sink.Gauge("runtime.dotnet.threads.count"u8, threads);
        if (ProcFile.TryFind(status, "VmData:"u8, out var data)) sink.Gauge("runtime.dotnet.mem.committed"u8, data * kilobyte);
        if (ProcFile.TryFind(status, "VmRSS:"u8, out var resident)) sink.Gauge("runtime.dotnet.mem.rss"u8, resident * kilobyte);
        Switches(sink, status, "voluntary_ctxt_switches:"u8, _voluntary);
        Switches(sink, status, "nonvoluntary_ctxt_switches:"u8, _involuntary);
        ProcFile.TryFind(status, "FDSize:"u8, out var slots);
        if (slots <= ManyDescriptors || _rounds++ % RoundsBetweenCounts == 0) _descriptors = CountDescriptors();
        if (_descriptors > 0) sink.Gauge("runtime.dotnet.fd.count"u8, _descriptors);
    }

    [MethodImpl(Compile.Once)]
    private static void Switches(MetricSink sink, ReadOnlySpan<byte> status, ReadOnlySpan<byte> key, Total total)
    {
        // The kernel adds up the threads that live: the sum falls when one ends.
        if (!ProcFile.TryFind(status, key, out var switches)) return;
        total.Value = Math.Max(Math.Max(total.Value, total.Told), switches);
        sink.Count(total);
    }

    // The framework's enumerators would be compiled for this alone.
    [MethodImpl(Compile.Once)]
    private static unsafe long CountDescriptors()
    {
        nint folder;
        fixed (byte* path = "/proc/self/fd"u8) folder = Libc.OpenFolder(path);
        if (folder == 0) return 0;
        // The entries "." and "..", and the descriptor that lists the folder, are not the target's.
        long count = -3;
        while (Libc.ReadFolder(folder) != 0) count++;
        _ = Libc.CloseFolder(folder);
        return count;
    }
}
