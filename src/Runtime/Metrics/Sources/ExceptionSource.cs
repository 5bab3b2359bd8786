using System.Runtime.CompilerServices;
using DdRun.Diagnostics;
using DdRun.Jit;

namespace DdRun.Metrics.Sources;

/// <summary>Counts what is thrown, by type.</summary>
internal sealed class ExceptionSource : IMetricSource
{
    private const int MaxNames = 200;
    private const string OtherName = "other";

    [ThreadStatic]
    private static bool t_isCounting;

    private readonly object _change = new();
    private readonly Tally _outOfMemory = new(nameof(OutOfMemoryException), null);
    private volatile Tally _newest;
    private int _names = 1;

    public ExceptionSource() => _newest = _outOfMemory;

    public void Start() => ThrownExceptions.Subscribe(OnException);

    public void Stop() => ThrownExceptions.Unsubscribe(OnException);

    [MethodImpl(Compile.Once)]
    public void Collect(MetricSink sink)
    {
        for (var tally = _newest; tally != null; tally = tally.Older)
            tally.Write(sink);
    }

    private void OnException(Exception thrown)
    {
        if (t_isCounting || OwnWork.IsCurrent)
            return;
        t_isCounting = true;
        try
        {
            if (thrown is OutOfMemoryException)
                _outOfMemory.Add();
            else
                Find(thrown.GetType().Name).Add();
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

    private Tally Find(string name) => Known(name) ?? Add(name);

    // A list is walked faster than an exception is thrown, and costs a process that throws nothing nothing.
    private Tally? Known(string name)
    {
        var tally = _newest;
        while (tally != null && tally.Name != name)
            tally = tally.Older;
        return tally;
    }

    private Tally Add(string name)
    {
        lock (_change)
        {
            if (_names >= MaxNames)
                name = OtherName;
            if (Known(name) is { } other)
                return other;
            _names++;
            return _newest = new(name, _newest);
        }
    }

    private sealed class Tally(string name, Tally? older)
    {
        private readonly Total _total = new("runtime.dotnet.exceptions.count", "exception_type:" + MetricText.Tag(name));
        private long _count;

        public string Name => name;

        public Tally? Older
        {
            [MethodImpl(Compile.Once)]
            get => older;
        }

        public void Add() => Interlocked.Increment(ref _count);

        [MethodImpl(Compile.Once)]
        public void Write(MetricSink sink)
        {
            _total.Value = Volatile.Read(ref _count);
            if (_total.HasNews)
                sink.Count(_total);
        }
    }
}
