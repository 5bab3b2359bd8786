using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Text;
using DdRun.Diagnostics;

namespace DdRun.Metrics.Sources;

/// <summary>Counts what is thrown, by type.</summary>
internal sealed class ExceptionSource : IMetricSource
{
    private const int MaxNames = 200;
    private const string OtherName = "other";

    [ThreadStatic]
    private static bool t_isCounting;

    // Neither keeps a type alive that its owner wants to unload.
    private readonly ConditionalWeakTable<Type, Tally> _byType = [];
    private readonly Dictionary<string, Tally> _byName = new(StringComparer.Ordinal);
    private readonly Tally _outOfMemory = new(nameof(OutOfMemoryException), null);
    private volatile Tally _newest;

    public ExceptionSource()
    {
        _byName[nameof(OutOfMemoryException)] = _newest = _outOfMemory;
        // The first lookup prepares what the handler needs, long before a process is in trouble.
        _byType.TryGetValue(typeof(Exception), out _);
    }

    public void Start() => AppDomain.CurrentDomain.FirstChanceException += OnException;

    public void Stop() => AppDomain.CurrentDomain.FirstChanceException -= OnException;

    [MethodImpl(Compile.Once)]
    public void Collect(MetricSink sink)
    {
        for (var tally = _newest; tally != null; tally = tally.Older) tally.Write(sink);
    }

    private void OnException(object? sender, FirstChanceExceptionEventArgs e)
    {
        if (t_isCounting || OwnWork.IsCurrent) return;
        t_isCounting = true;
        try
        {
            if (e.Exception is OutOfMemoryException) _outOfMemory.Add();
            else Find(e.Exception.GetType()).Add();
        }
        catch (Exception)
        {
            // Counting comes second to whatever the target is going through.
        }
        finally
        {
            t_isCounting = false;
        }
    }

    private Tally Find(Type type)
    {
        if (_byType.TryGetValue(type, out var known)) return known;
        Tally? tally;
        lock (_byName)
        {
            var name = _byName.Count < MaxNames || _byName.ContainsKey(type.Name) ? type.Name : OtherName;
            if (!_byName.TryGetValue(name, out tally)) _byName.Add(name, _newest = tally = new(name, _newest));
        }
        _byType.AddOrUpdate(type, tally);
        return tally;
    }

    private sealed class Tally(string name, Tally? older)
    {
        private readonly Total _total = new("runtime.dotnet.exceptions.count"u8, Encoding.UTF8.GetBytes("exception_type:" + StatsdText.Tag(name)));
        private long _count;

        public Tally? Older
        {
            [MethodImpl(Compile.Once)] get => older;
        }

        public void Add() => Interlocked.Increment(ref _count);

        [MethodImpl(Compile.Once)]
        public void Write(MetricSink sink)
        {
            _total.Value = Volatile.Read(ref _count);
            if (_total.HasNews) sink.Count(_total);
        }
    }
}
