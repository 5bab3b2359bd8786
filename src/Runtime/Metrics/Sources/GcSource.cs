using System.Runtime.CompilerServices;
using DdRun.Diagnostics;

namespace DdRun.Metrics.Sources;

/// <summary>Collections, pauses, heap sizes and allocations, all by asking <see cref="GC"/>.</summary>
internal sealed class GcSource : IMetricSource
{
    private const int ConsistentReadAttempts = 4;
    private const int Gen0 = 0, Gen1 = 1, Gen2 = 2, LargeObjects = 3, PinnedObjects = 4;

    private readonly Total _gen0 = Total.OfProcess("runtime.dotnet.gc.count.gen0"u8);
    private readonly Total _gen1 = Total.OfProcess("runtime.dotnet.gc.count.gen1"u8);
    private readonly Total _gen2 = Total.OfProcess("runtime.dotnet.gc.count.gen2"u8);
    private readonly Total _pauses = Total.OfProcess("runtime.dotnet.gc.pause_time.total"u8);
    private readonly Total _allocated = Total.OfProcess("runtime.dotnet.gc.allocated_bytes"u8);
    private readonly RateOf _allocationRate = new();
    private GCMemoryInfo _heap;
    private double _pausesOfHeap = double.NaN;

    [MethodImpl(Compile.Once)]
    public void Collect(MetricSink sink)
    {
        CountCollections(sink);
        _pauses.Value = GC.GetTotalPauseDuration().TotalMilliseconds;
        sink.Count(_pauses);
        var allocated = GC.GetTotalAllocatedBytes();
        _allocated.Value = allocated;
        sink.Count(_allocated);
        var rate = _allocationRate.Next(allocated);
        if (rate >= 0) sink.Gauge("runtime.dotnet.gc.allocation_rate"u8, (long)(rate + 0.5));
        DescribeHeap(sink);
    }

    // CollectionCount(n) includes the collections of higher generations.
    [MethodImpl(Compile.Once)]
    private void CountCollections(MetricSink sink)
    {
        int gen0, gen1, gen2;
        var attempt = 0;
        do
        {
            gen0 = GC.CollectionCount(Gen0);
            gen1 = GC.CollectionCount(Gen1);
            gen2 = GC.CollectionCount(Gen2);
        }
        while (GC.CollectionCount(Gen0) != gen0 && ++attempt < ConsistentReadAttempts);
        _gen0.Value = gen0 - gen1;
        _gen1.Value = gen1 - gen2;
        _gen2.Value = gen2;
        sink.Count(_gen0);
        sink.Count(_gen1);
        sink.Count(_gen2);
    }

    [MethodImpl(Compile.Once)]
    private void DescribeHeap(MetricSink sink)
    {
        // Nothing is known before the first collection. Every description allocates, and whatever ends a collection pauses the process.
        if (_pauses.Value == 0) return;
        if (_pauses.Value != _pausesOfHeap) _heap = GC.GetGCMemoryInfo(GCKind.Any);
        _pausesOfHeap = _pauses.Value;
        var heap = _heap;
        var generations = heap.GenerationInfo;
        sink.Gauge("runtime.dotnet.gc.size.gen0"u8, generations[Gen0].SizeAfterBytes);
        sink.Gauge("runtime.dotnet.gc.size.gen1"u8, generations[Gen1].SizeAfterBytes);
        sink.Gauge("runtime.dotnet.gc.size.gen2"u8, generations[Gen2].SizeAfterBytes);
        sink.Gauge("runtime.dotnet.gc.size.loh"u8, generations[LargeObjects].SizeAfterBytes);
        sink.Gauge("runtime.dotnet.gc.size.poh"u8, generations[PinnedObjects].SizeAfterBytes);
        sink.Gauge("runtime.dotnet.gc.fragmentation"u8, heap.FragmentedBytes);
        sink.Gauge("runtime.dotnet.gc.committed"u8, heap.TotalCommittedBytes);
        if (heap.TotalAvailableMemoryBytes > 0)
            sink.Gauge("runtime.dotnet.gc.memory_load"u8, Math.Round(100.0 * heap.MemoryLoadBytes / heap.TotalAvailableMemoryBytes, 1));
    }
}
