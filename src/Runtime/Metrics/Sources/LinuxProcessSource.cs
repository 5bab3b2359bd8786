using System.Runtime.CompilerServices;
using DdRun.Jit;
using DdRun.Linux;

namespace DdRun.Metrics.Sources;

/// <summary>Threads, memory, context switches and open files as the kernel counts them.</summary>
internal sealed class LinuxProcessSource : IMetricSource
{
    // Counting many descriptors costs the kernel as much as listing them: then it is done in every sixth round only.
    private const int ManyDescriptors = 2048;
    private const int RoundsBetweenCounts = 6;
    private readonly byte[] _descriptorsFolder = Libc.Text("/proc/self/fd");
    private readonly byte[] _threadsKey = MetricText.Bytes("Threads:");
    private readonly byte[] _committedKey = MetricText.Bytes("VmData:");
    private readonly byte[] _residentKey = MetricText.Bytes("VmRSS:");
    private readonly byte[] _slotsKey = MetricText.Bytes("FDSize:");
    private readonly byte[] _voluntaryKey = MetricText.Bytes("voluntary_ctxt_switches:");
    private readonly byte[] _involuntaryKey = MetricText.Bytes("nonvoluntary_ctxt_switches:");
    private readonly byte[] _threads = MetricText.Bytes("runtime.dotnet.threads.count");
    private readonly byte[] _committed = MetricText.Bytes("runtime.dotnet.mem.committed");
    private readonly byte[] _resident = MetricText.Bytes("runtime.dotnet.mem.rss");
    private readonly byte[] _openFiles = MetricText.Bytes("runtime.dotnet.fd.count");
    private readonly ProcFile _status = new("/proc/self/status", 4096);
    private readonly Total _voluntary = Total.OfProcess("runtime.dotnet.cpu.ctx_switch.voluntary");
    private readonly Total _involuntary = Total.OfProcess("runtime.dotnet.cpu.ctx_switch.involuntary");
    private long _descriptors;
    private int _rounds;

    [MethodImpl(Compile.Once)]
    public void Collect(MetricSink sink)
    {
        const int kilobyte = 1024;
        _status.Read();
        if (_status.TryFind(_threadsKey, out var threads))
            sink.Gauge(_threads, threads);
        if (_status.TryFind(_committedKey, out var data))
            sink.Gauge(_committed, data * kilobyte);
        if (_status.TryFind(_residentKey, out var resident))
            sink.Gauge(_resident, resident * kilobyte);
        Switches(sink, _voluntaryKey, _voluntary);
        Switches(sink, _involuntaryKey, _involuntary);
        _status.TryFind(_slotsKey, out var slots);
        if (slots <= ManyDescriptors || _rounds++ % RoundsBetweenCounts == 0)
            _descriptors = CountDescriptors();
        if (_descriptors > 0)
            sink.Gauge(_openFiles, _descriptors);
    }

    [MethodImpl(Compile.Once)]
    private void Switches(MetricSink sink, byte[] key, Total total)
    {
        // The kernel adds up the threads that live: the sum falls when one ends.
        if (!_status.TryFind(key, out var switches))
            return;
        if (total.Value < total.Told)
            total.Value = total.Told;
        if (total.Value < switches)
            total.Value = switches;
        sink.Count(total);
    }

    // The framework's enumerators would be compiled for this alone.
    [MethodImpl(Compile.Once)]
    private unsafe long CountDescriptors()
    {
        nint folder;
        fixed (byte* path = _descriptorsFolder)
            folder = Libc.OpenFolder(path);
        if (folder == 0)
            return 0;
        // The entries "." and "..", and the descriptor that lists the folder, are not the target's.
        long count = -3;
        while (Libc.ReadFolder(folder) != 0)
            count++;
        _ = Libc.CloseFolder(folder);
        return count;
    }
}
