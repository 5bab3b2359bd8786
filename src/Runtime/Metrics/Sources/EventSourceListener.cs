using System.Diagnostics.Tracing;

namespace DdRun.Metrics.Sources;

/// <summary>
/// Durations that only the runtime's event stream has: single pauses and time spent waiting for locks. Off by default: listeners in the
/// process have crashed and deadlocked processes (runtime#103480, #111368, #122630, #119014).
/// </summary>
internal sealed class EventSourceListener : EventListener, IMetricSource
{
    // Names and numbers of Microsoft-Windows-DotNETRuntime.
    private const string RuntimeEvents = "Microsoft-Windows-DotNETRuntime";
    private const EventKeywords Collections = (EventKeywords)0x1;
    private const EventKeywords Contention = (EventKeywords)0x4000;
    private const int RestartEnd = 3, SuspendBegin = 9, ContentionStop = 91;
    private const int SuspendedForCollection = 1, SuspendedForCollectionPreparation = 6;
    private const int MaxPauses = 1024;

    private readonly byte[] _pauseName = MetricText.Bytes("runtime.dotnet.gc.pause_time");
    private readonly byte[] _waitedName = MetricText.Bytes("runtime.dotnet.threads.contention_time");

    private readonly Queue<double> _pauses = new();
    private readonly object _change = new();
    private DateTime _suspendedAt;
    private bool _isCollection;
    private double _waitedNanoseconds;

    public void Collect(MetricSink sink)
    {
        double waited;
        lock (_change)
        {
            waited = _waitedNanoseconds;
            _waitedNanoseconds = 0;
            while (_pauses.TryDequeue(out var pause))
                sink.Timing(_pauseName, pause);
        }
        sink.Gauge(_waitedName, Math.Round(waited / 1e6, 4));
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == RuntimeEvents)
            EnableEvents(eventSource, EventLevel.Informational, Collections | Contention);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        // Raised on one thread, that of the runtime's event dispatch.
        switch (eventData.EventId)
        {
            case SuspendBegin:
                _suspendedAt = eventData.TimeStamp;
                _isCollection = eventData.Payload is { Count: > 0 } suspend && suspend[0] is uint and (SuspendedForCollection or SuspendedForCollectionPreparation);
                break;
            case RestartEnd when _isCollection:
                _isCollection = false;
                lock (_change)
                {
                    if (_pauses.Count < MaxPauses)
                        _pauses.Enqueue(Math.Round((eventData.TimeStamp - _suspendedAt).TotalMilliseconds, 4));
                }
                break;
            case ContentionStop when eventData.Payload is { Count: > 2 } stop && stop[2] is double nanoseconds:
                lock (_change)
                    _waitedNanoseconds += nanoseconds;
                break;
        }
    }
}
