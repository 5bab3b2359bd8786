using System.Diagnostics;
using System.Globalization;
using DdRun.Configuration;
using DdRun.Diagnostics;
using DdRun.Tracing;

namespace DdRun.Export;

/// <summary>Takes finished chunks from the target's threads, and encodes and sends them on a background thread of its own.</summary>
internal sealed class TraceWriter : ITraceWriter, IDisposable
{
    public const string ThreadName = "dd-run traces";
    public const int ThreadStack = 256 * 1024;

    // Encoded early, spans die young, which is what garbage collectors are good at.
    private const int EagerDrain = 128 * 1024;

    private readonly Settings _settings;
    private readonly SpanQueue _queue;
    private readonly Urgency _urgency = new();
    private readonly TracerCore _tracer;
    private readonly Func<TracerCore, WriterCounters, Urgency, ITraceOutput> _open;
    private ITraceOutput? _output;
    private volatile TraceFilter[] _filters = [];
    private readonly AutoResetEvent _wake = new(false);
    private readonly object _flushLock = new();
    private readonly int _wakeWeight;
    private Thread? _thread;
    // Whether who writes need not look at anything else.
    private volatile bool _isQuiet;
    private volatile bool _isCrowded;
    private bool _begun, _isEnding;
    private readonly object _takeLock = new();
    private TaskCompletionSource? _flushed;
    private long _flushesAsked, _flushesDone;
    private volatile bool _closing, _isLeaving;
    // In ticks of the stopwatch.
    private long _worked;
    private long _fullTold, _shedTold, _nextWarning;

    /// <param name="tracer">Whose traces they are.</param>
    /// <param name="open">Makes what stands behind the queue, on the writer's thread.</param>
    public TraceWriter(TracerCore tracer, Func<TracerCore, WriterCounters, Urgency, ITraceOutput> open)
    {
        _open = open;
        _tracer = tracer;
        _settings = tracer.Settings;
        _queue = new SpanQueue(_settings.WriterBufferBytes);
        _wakeWeight = Math.Min(_settings.WriterBufferBytes / 4, EagerDrain);
        if (_settings.StartupLogs || _settings.Debug)
            Begin();
    }

    public WriterCounters Counters { get; } = new();

    /// <summary>Whether a thread is ready to send, and has loaded what that takes.</summary>
    public volatile bool IsReady;

    /// <summary>Roughly the bytes that wait for the writer's thread.</summary>
    public int QueuedWeight => _queue.Weight;

    public void Configure(TracerOptions options) => _filters = Copy(options.Filters);

    public void Write(Span first, Span last, int count, int weight)
    {
        var queued = _queue.TryPush(first, last, weight);
        if (queued < 0)
        {
            Counters.Finished(count, 1);
            Interlocked.Add(ref queued == SpanQueue.Closed ? ref Counters.DroppedClosed : ref Counters.DroppedFull, count);
            Interlocked.Increment(ref Counters.RefusedChunks);
            if (queued == SpanQueue.Full)
                _tracer.Shedding.OnRefused(Environment.TickCount64);
            return;
        }
        if (!_isQuiet)
            OnWrite();
        if (queued >= _wakeWeight && queued - weight < _wakeWeight)
            _wake.Set();
    }

    // Not by the task: to wait for one, the runtime brings up the thread pool, and this may be the process's last moment.
    public bool Flush(TimeSpan timeout)
    {
        var deadline = timeout == Timeout.InfiniteTimeSpan ? long.MaxValue : Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        try
        {
            lock (_flushLock)
            {
                var flush = AskToFlush();
                while (_flushesDone < flush)
                {
                    var left = Math.Min(deadline - Environment.TickCount64, int.MaxValue);
                    if (left <= 0)
                        return false;
                    Monitor.Wait(_flushLock, (int)left);
                }
                return true;
            }
        }
        catch (Exception e)
        {
            Log.Error("A flush failed.", e);
            return false;
        }
    }

    public Task FlushAsync()
    {
        lock (_flushLock)
        {
            if (AskToFlush() == _flushesDone)
                return Task.CompletedTask;
            _flushed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _flushed.Task;
        }
    }

    public void Shutdown(TimeSpan timeout)
    {
        _urgency.Begin(timeout);
        _closing = true;
        // What is not queued by then is counted as dropped: nothing can fall between.
        if (!_begun && _queue.Weight > 0)
            Begin();
        if (!Flush(timeout))
            Log.Warn("The last traces could not be sent in time.");
        WarnOfLoss();
    }

    /// <summary>The same in a process that goes on without us: the thread ends as well, and the connection.</summary>
    public void Leave(TimeSpan timeout)
    {
        Shutdown(timeout);
        _isLeaving = true;
        _wake.Set();
    }

    public void Attend(bool atOnce)
    {
        if (!_isQuiet)
            OnWrite();
        if (!atOnce)
            return;
        _isCrowded = true;
        _wake.Set();
    }

    public void BeginEnd(ExitDeadline limit)
    {
        _urgency.Begin(limit.Left);
        lock (_flushLock)
        {
            _isEnding = true;
            _isQuiet = false;
            AskToFlush();
        }
    }

    public void FinishEnd(ExitDeadline limit, bool isCertain)
    {
        _urgency.Begin(limit.Left);
        var isSent = Flush(limit.Left);
        if (!isCertain)
            _urgency.End();
        else if (!isSent)
            GiveUp();
        else
            WarnOfLoss();
        lock (_flushLock)
            _isEnding = isCertain;
    }

    public void Dispose()
    {
        _wake.Dispose();
        _output?.Dispose();
        _urgency.Dispose();
    }

    /// <summary>
    /// Makes the calling thread the writer's, unless it has one. It gets ready and waits for the first trace: while the target starts, on a
    /// processor that would be idle, instead of holding the first trace up.
    /// </summary>
    public void RunHere()
    {
        lock (_flushLock)
        {
            if (_thread is not null)
                return;
            _thread = Thread.CurrentThread;
        }
        FrameworkPreload.Bind();
        Rehearse();
        IsReady = true;
        _wake.WaitOne();
        if (!_isLeaving)
            Run();
    }

    // By hand: spread, it would be copied by LINQ.
    private static TraceFilter[] Copy(IList<TraceFilter> filters)
    {
        var copy = new TraceFilter[filters.Count];
        filters.CopyTo(copy, 0);
        return copy;
    }

    private void Rehearse()
    {
        try
        {
            Output().Rehearse();
        }
        catch (Exception e)
        {
            Log.Debug($"The rehearsal failed: {e.Message}");
        }
    }

    // Before what is due could fill the queue, it is taken out again.
    private void Sweep(ITraceOutput output)
    {
        _isCrowded = false;
        if (_tracer.OpenTraces.IsEmpty)
            return;
        foreach (var root in _tracer.OpenTraces.Due(Environment.TickCount64))
        {
            root.FlushPartially();
            if (_queue.Weight >= _wakeWeight)
                Drain(output);
        }
    }

    // Before the first trace, and as long as the process ends.
    private void OnWrite()
    {
        if (ProcessEnd.IsAfterOurs)
        {
            Begin();
            ProcessEnd.Wait(limit => FinishEnd(limit, isCertain: _isEnding));
            return;
        }
        lock (_flushLock)
        {
            if (!_begun)
                Begin();
            // A signal's handlers may run for a while after ours.
            _isQuiet = !_isEnding && !ProcessEnd.IsNear;
        }
    }

    private void Begin()
    {
        lock (_flushLock)
        {
            _begun = true;
            if (_thread is not null)
            {
                _wake.Set();
                return;
            }
            var thread = new Thread(Run, ThreadStack) { IsBackground = true, Name = ThreadName };
            // The writer's own thread must not carry the flow of whoever finished the first span.
            thread.UnsafeStart();
            _thread = thread;
        }
    }

    // The number of the flush that will have sent what there is now. Under the lock.
    private long AskToFlush()
    {
        if (!_begun)
            return _flushesDone;
        _wake.Set();
        return ++_flushesAsked;
    }

    private ITraceOutput Output() => _output ??= _open(_tracer, Counters, _urgency);

    private void Run()
    {
        OwnWork.Begin();
        FrameworkPreload.Bind();
        var output = Output();
        output.Connect();
        IsReady = true;
        var nextSend = Environment.TickCount64 + (long)_settings.WriterInterval.TotalMilliseconds;
        var nextSweep = Environment.TickCount64 + _tracer.OpenTraces.SweepInterval;
        while (true)
        {
            _wake.WaitOne((int)Math.Clamp(Math.Min(nextSend, nextSweep) - Environment.TickCount64, 1, int.MaxValue));
            if (_isLeaving)
            {
                output.Dispose();
                return;
            }
            long asked;
            TaskCompletionSource? flushed;
            lock (_flushLock)
            {
                asked = _flushesAsked;
                flushed = _flushed;
                _flushed = null;
            }
            try
            {
                if (Environment.TickCount64 >= nextSweep || _isCrowded)
                {
                    nextSweep = Environment.TickCount64 + _tracer.OpenTraces.SweepInterval;
                    Sweep(output);
                }
                Drain(output);
                if (asked > _flushesDone || Environment.TickCount64 >= nextSend)
                {
                    nextSend = Environment.TickCount64 + (long)_settings.WriterInterval.TotalMilliseconds;
                    if (Environment.TickCount64 >= _nextWarning)
                        WarnOfLoss();
                    output.Send();
                }
            }
            catch (Exception e)
            {
                Log.Error("Writing traces failed.", e);
            }
            lock (_flushLock)
            {
                _flushesDone = asked;
                Monitor.PulseAll(_flushLock);
            }
            flushed?.TrySetResult();
        }
    }

    private void Drain(ITraceOutput output)
    {
        _tracer.Shedding.OnTaken(_queue.Weight, _settings.WriterBufferBytes, Environment.TickCount64, (long)Stopwatch.GetElapsedTime(0, _worked).TotalMilliseconds);
        CountShed();
        Span? first, last;
        lock (_takeLock)
            first = _closing ? _queue.Close(out last) : _queue.TakeAll(out last);
        if (first is null)
            return;
        var start = Stopwatch.GetTimestamp();
        output.Process(first, last!, _filters);
        _worked += Stopwatch.GetTimestamp() - start;
    }

    private void CountShed()
    {
        var (spans, chunks) = _tracer.Shedding.TakeCounts();
        if (spans > 0)
            Counters.Shed(spans, chunks);
    }

    // The agent hangs, and nobody waits for it any longer.
    private void GiveUp()
    {
        int spans = 0, chunks = 0;
        lock (_takeLock)
        {
            for (var span = _queue.Close(out var last); span is not null; span = SpanQueue.Unlink(span, last!))
            {
                spans++;
                if (span.IsLastOfChunk)
                    chunks++;
            }
        }
        Counters.Finished(spans, chunks);
        Interlocked.Add(ref Counters.DroppedClosed, spans);
        CountShed();
        var lost = spans + Counters.UnderWay;
        if (lost > 0)
            Log.Warn($"{lost} spans could not be sent before the process ended.");
    }

    // The number makes each message another one, so the log's own limit does not hold.
    private void WarnOfLoss()
    {
        CountShed();
        var (full, shed) = (Volatile.Read(ref Counters.DroppedFull), Volatile.Read(ref Counters.DroppedShed));
        var (newFull, newShed) = (full - Interlocked.Exchange(ref _fullTold, full), shed - Interlocked.Exchange(ref _shedTold, shed));
        if (newFull + newShed <= 0)
            return;
        _nextWarning = Environment.TickCount64 + (long)_settings.LoggingRate.TotalMilliseconds;
        var early = newShed > 0 ? string.Create(CultureInfo.InvariantCulture, $" {newShed} of them were left out before their work was done; of new traces {_tracer.Shedding.Share * 100:0.#} % are kept now.") : "";
        Log.Warn($"{newFull + newShed} spans were dropped: more finished than DD_TRACE_WRITER_BUFFER_SIZE_BYTES={_settings.WriterBufferBytes} lets wait for sending.{early}");
    }
}
