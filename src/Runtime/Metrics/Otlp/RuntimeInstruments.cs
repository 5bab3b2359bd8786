using System.Runtime;
using DdRun.Configuration;
using DdRun.Diagnostics;
using DdRun.Metrics.Meters;
using DdRun.Metrics.Sources;

namespace DdRun.Metrics.Otlp;

/// <summary>
/// The <c>dotnet.*</c> metrics under the names that .NET's own meter <c>System.Runtime</c> has for them, from our own sources: .NET 8 has no such
/// meter, and nothing listens in between. On the thread that reports.
/// </summary>
internal sealed class RuntimeInstruments
{
    public const string Meter = "System.Runtime";

    private const int MaxExceptionTypes = 200, Gen0 = 0, Gen1 = 1, Gen2 = 2;
    private static readonly string[] s_generations = ["gen0", "gen1", "gen2", "loh", "poh"];

    private readonly NumberPoint _cpuCount = Value(), _workingSet = Value(), _allocated = Value(), _committed = Value(), _pauses = Value(),
        _ilBytes = Value(), _methods = Value(), _compilation = Value(), _threads = Value(), _workItems = Value(), _queue = Value(), _contentions = Value(),
        _timers = Value(), _assemblies = Value();
    private readonly NumberPoint[] _cpuTime = [Value("cpu.mode", "user"), Value("cpu.mode", "system")];
    private readonly NumberPoint[] _collections = Array.ConvertAll(s_generations[..3], static name => Value("dotnet.gc.heap.generation", name));
    private readonly NumberPoint[] _heap = Array.ConvertAll(s_generations, static name => Value("dotnet.gc.heap.generation", name));
    private readonly NumberPoint[] _fragmentation = Array.ConvertAll(s_generations, static name => Value("dotnet.gc.heap.generation", name));
    private readonly PointTable _exceptions = new(static tags => new NumberPoint(tags, adds: true));
    private int _exceptionTypes;

    public void Start() => ThrownExceptions.Subscribe(OnException);

    public void Stop() => ThrownExceptions.Unsubscribe(OnException);

    /// <summary>Reads everything, and hands metric by metric over.</summary>
    public void Collect(MetricEncoder encoder, Action<string, string?> add)
    {
        _cpuCount.Record(Environment.ProcessorCount);
        Write("dotnet.process.cpu.count", "{cpu}", InstrumentKind.ObservableUpDownCounter, _cpuCount);
        CpuTimes.Read(out var user, out var system);
        _cpuTime[0].Record(user.TotalSeconds);
        _cpuTime[1].Record(system.TotalSeconds);
        Write("dotnet.process.cpu.time", "s", InstrumentKind.ObservableCounter, _cpuTime);
        _workingSet.Record(Environment.WorkingSet);
        Write("dotnet.process.memory.working_set", "By", InstrumentKind.ObservableUpDownCounter, _workingSet);
        // CollectionCount(n) includes the collections of higher generations.
        var (gen0, gen1, gen2) = (GC.CollectionCount(Gen0), GC.CollectionCount(Gen1), GC.CollectionCount(Gen2));
        _collections[Gen0].Record(Math.Max(0, gen0 - gen1));
        _collections[Gen1].Record(Math.Max(0, gen1 - gen2));
        _collections[Gen2].Record(gen2);
        Write("dotnet.gc.collections", "{collection}", InstrumentKind.ObservableCounter, _collections);
        _allocated.Record(GC.GetTotalAllocatedBytes());
        Write("dotnet.gc.heap.total_allocated", "By", InstrumentKind.ObservableCounter, _allocated);
        CollectHeap();
        _pauses.Record(GC.GetTotalPauseDuration().TotalSeconds);
        Write("dotnet.gc.pause.time", "s", InstrumentKind.ObservableCounter, _pauses);
        _ilBytes.Record(JitInfo.GetCompiledILBytes());
        Write("dotnet.jit.compiled_il.size", "By", InstrumentKind.ObservableCounter, _ilBytes);
        _methods.Record(JitInfo.GetCompiledMethodCount());
        Write("dotnet.jit.compiled_methods", "{method}", InstrumentKind.ObservableCounter, _methods);
        _compilation.Record(JitInfo.GetCompilationTime().TotalSeconds);
        Write("dotnet.jit.compilation.time", "s", InstrumentKind.ObservableCounter, _compilation);
        var threads = ThreadPool.ThreadCount;
        _threads.Record(threads);
        Write("dotnet.thread_pool.thread.count", "{thread}", InstrumentKind.ObservableUpDownCounter, _threads);
        _workItems.Record(ThreadPool.CompletedWorkItemCount);
        Write("dotnet.thread_pool.work_item.count", "{work_item}", InstrumentKind.ObservableCounter, _workItems);
        // Where nobody uses the pool, asking for its queue would make one.
        _queue.Record(threads > 0 ? ThreadPool.PendingWorkItemCount : 0);
        Write("dotnet.thread_pool.queue.length", "{work_item}", InstrumentKind.ObservableUpDownCounter, _queue);
        _contentions.Record(Monitor.LockContentionCount);
        Write("dotnet.monitor.lock_contentions", "{contention}", InstrumentKind.ObservableCounter, _contentions);
        _timers.Record(Timer.ActiveCount);
        Write("dotnet.timer.count", "{timer}", InstrumentKind.ObservableUpDownCounter, _timers);
        _assemblies.Record(AppDomain.CurrentDomain.GetAssemblies().Length);
        Write("dotnet.assembly.count", "{assembly}", InstrumentKind.ObservableUpDownCounter, _assemblies);
        Write("dotnet.exceptions", "{exception}", InstrumentKind.Counter, Array.ConvertAll(_exceptions.Points(), static point => (NumberPoint)point));

        void CollectHeap()
        {
            var heap = GC.GetGCMemoryInfo(GCKind.Any);
            // Nothing is known before the first collection.
            if (heap.Index == 0)
                return;
            _committed.Record(heap.TotalCommittedBytes);
            Write("dotnet.gc.last_collection.memory.committed_size", "By", InstrumentKind.ObservableUpDownCounter, _committed);
            var generations = heap.GenerationInfo;
            for (var i = 0; i < s_generations.Length; i++)
            {
                _heap[i].Record(generations[i].SizeAfterBytes);
                _fragmentation[i].Record(generations[i].FragmentationAfterBytes);
            }
            Write("dotnet.gc.last_collection.heap.size", "By", InstrumentKind.ObservableUpDownCounter, _heap);
            Write("dotnet.gc.last_collection.heap.fragmentation.size", "By", InstrumentKind.ObservableUpDownCounter, _fragmentation);
        }

        void Write(string name, string unit, InstrumentKind kind, params NumberPoint[] points)
        {
            if (encoder.Write(name, unit, "", kind, points))
                add(Meter, null);
        }
    }

    private void OnException(Exception thrown)
    {
        if (OwnWork.IsCurrent)
            return;
        try
        {
            var type = thrown.GetType().FullName ?? thrown.GetType().Name;
            _exceptions.Find([new("error.type", _exceptionTypes < MaxExceptionTypes ? type : Known(type))]).Record(1L);
            _exceptionTypes = _exceptions.Points().Length;
        }
        catch (Exception)
        {
            // Counting comes second to whatever the target is going through.
        }
    }

    private string Known(string type) =>
        Array.Exists(_exceptions.Points(), point => (string?)point.Tags[0].Value == type) ? type : "_OTHER";

    private static NumberPoint Value() => new([], adds: false);

    private static NumberPoint Value(string key, string value) => new([new(key, value)], adds: false);
}
