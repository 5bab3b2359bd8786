using System.Runtime.CompilerServices;
using DdRun.Jit;

namespace DdRun.Metrics.Sources;

/// <summary>Collections, pauses, heap sizes and allocations, all by asking <see cref="GC"/>.</summary>
internal sealed class GcSource : IMetricSource
{
    private const int ConsistentReadAttempts = 4;
    private const int Gen0 = 0, Gen1 = 1, Gen2 = 2, LargeObjects = 3, PinnedObjects = 4;

    private readonly byte[] _rateName = MetricText.Bytes("runtime.dotnet.gc.allocation_rate");
    private readonly byte[] _sizeGen0 = MetricText.Bytes("runtime.dotnet.gc.size.gen0");
    private readonly byte[] _sizeGen1 = MetricText.Bytes("runtime.dotnet.gc.size.gen1");
    private readonly byte[] _sizeGen2 = MetricText.Bytes("runtime.dotnet.gc.size.gen2");
    private readonly byte[] _sizeLoh = MetricText.Bytes("runtime.dotnet.gc.size.loh");
    private readonly byte[] _sizePoh = MetricText.Bytes("runtime.dotnet.gc.size.poh");
    private readonly byte[] _fragmentation = MetricText.Bytes("runtime.dotnet.gc.fragmentation");
    private readonly byte[] _committed = MetricText.Bytes("runtime.dotnet.gc.committed");
    private readonly byte[] _memoryLoad = MetricText.Bytes("runtime.dotnet.gc.memory_load");

    private readonly Total _gen0 = Total.OfProcess("runtime.dotnet.gc.count.gen0");
    private readonly Total _gen1 = Total.OfProcess("runtime.dotnet.gc.count.gen1");
    private readonly Total _gen2 = Total.OfProcess("runtime.dotnet.gc.count.gen2");
    private readonly Total _pauses = Total.OfProcess("runtime.dotnet.gc.pause_time.total");
    private readonly Total _allocated = Total.OfProcess("runtime.dotnet.gc.allocated_bytes");
    private readonly RateOf _allocationRate = new();
    private readonly long[] _sizes = new long[PinnedObjects + 1];
    private long _fragmentedBytes, _committedBytes;
    private double _load = double.NaN;

    [MethodImpl(Compile.Once)]
    public void Collect(MetricSink sink)
    {
        // Whatever ends a collection pauses the process: without another pause there is nothing new to ask for.
        var paused = Milliseconds.Of(GC.GetTotalPauseDuration());
        if (paused != _pauses.Value)
        {
            CountCollections();
            LookAtHeap();
        }
        sink.Count(_gen0);
        sink.Count(_gen1);
        sink.Count(_gen2);
        _pauses.Value = paused;
        sink.Count(_pauses);
        var allocated = GC.GetTotalAllocatedBytes();
        _allocated.Value = allocated;
        sink.Count(_allocated);
        var rate = _allocationRate.Next(allocated, sink.Now);
        if (rate >= 0)
            sink.Gauge(_rateName, (long)(rate + 0.5));
        // Nothing is known before the first collection.
        if (paused != 0)
            DescribeHeap(sink);
    }

    // CollectionCount(n) includes the collections of higher generations.
    [MethodImpl(Compile.Once)]
    private void CountCollections()
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
    }

    // Every description allocates.
    [MethodImpl(Compile.Once)]
    private void LookAtHeap()
    {
        var heap = GC.GetGCMemoryInfo(GCKind.Any);
        var generations = heap.GenerationInfo;
        for (var i = 0; i < _sizes.Length; i++)
            _sizes[i] = generations[i].SizeAfterBytes;
        _fragmentedBytes = heap.FragmentedBytes;
        _committedBytes = heap.TotalCommittedBytes;
        var available = heap.TotalAvailableMemoryBytes;
        _load = available > 0 ? Math.Round(100.0 * heap.MemoryLoadBytes / available, 1) : double.NaN;
    }

    [MethodImpl(Compile.Once)]
    private void DescribeHeap(MetricSink sink)
    {
        sink.Gauge(_sizeGen0, _sizes[Gen0]);
        sink.Gauge(_sizeGen1, _sizes[Gen1]);
        sink.Gauge(_sizeGen2, _sizes[Gen2]);
        sink.Gauge(_sizeLoh, _sizes[LargeObjects]);
        sink.Gauge(_sizePoh, _sizes[PinnedObjects]);
        sink.Gauge(_fragmentation, _fragmentedBytes);
        sink.Gauge(_committed, _committedBytes);
        sink.Gauge(_memoryLoad, _load);
    }
}
