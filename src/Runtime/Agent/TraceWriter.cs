using DdRun.Agent.Stats;
using DdRun.Configuration;
using DdRun.Diagnostics;
using DdRun.Sampling;
using DdRun.Tracing;

namespace DdRun.Agent;

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
    private readonly HealthMetrics _health;
    private readonly AgentClient _client;
    private readonly PayloadSender _sender;
    private readonly StatsSender _stats;
    private readonly ChunkPipeline _pipeline;
    private readonly AutoResetEvent _wake = new(false);
    private readonly object _flushLock = new();
    private readonly int _wakeWeight;
    private Thread? _thread;
    private volatile bool _begun;
    private TaskCompletionSource? _flushed;
    private volatile bool _closing;

    public TraceWriter(TracerCore tracer)
    {
        _settings = tracer.Settings;
        _queue = new SpanQueue(_settings.WriterBufferBytes);
        _wakeWeight = Math.Min(_settings.WriterBufferBytes / 4, EagerDrain);
        _health = new HealthMetrics(_settings);
        _client = new AgentClient(_settings, _urgency, _health);
        _sender = new PayloadSender(_settings, _client, Counters, _health, body => UpdateRates(tracer.Sampler, body));
        _stats = new StatsSender(_settings, _client);
        _pipeline = new ChunkPipeline(tracer, _client, _sender, _stats, Counters);
        if (_settings.StartupLogs || _settings.Debug)
            Begin();
    }

    public WriterCounters Counters { get; } = new();

    /// <summary>Roughly the bytes that wait for the writer's thread.</summary>
    public int QueuedWeight => _queue.Weight;

    public void Configure(TracerOptions options) => _pipeline.Filters = [.. options.Filters];

    public void Write(Span first, Span last, int count, int weight)
    {
        var queued = _queue.TryPush(first, last, weight);
        if (queued < 0)
        {
            Counters.Finished(count, 1);
            Interlocked.Add(ref queued == SpanQueue.Closed ? ref Counters.DroppedClosed : ref Counters.DroppedFull, count);
            Interlocked.Increment(ref Counters.RefusedChunks);
            return;
        }
        if (!_begun)
            Begin();
        if (queued >= _wakeWeight && queued - weight < _wakeWeight)
            _wake.Set();
    }

    public bool Flush(TimeSpan timeout)
    {
        try
        {
            return FlushAsync().Wait(timeout);
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
            if (!_begun)
                return Task.CompletedTask;
            _flushed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _wake.Set();
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
    }

    public void BeginEnd(TimeSpan timeout)
    {
        _urgency.Begin(timeout);
        _ = FlushAsync();
    }

    public void FlushBeforeExit(TimeSpan timeout)
    {
        _urgency.Begin(timeout);
        Flush(timeout);
        _urgency.End();
    }

    public void Dispose()
    {
        _wake.Dispose();
        _client.Dispose();
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
        _wake.WaitOne();
        Run();
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

    private static void UpdateRates(TraceSampler sampler, byte[] body)
    {
        if (AgentRatesReader.Read(body) is { } rates)
            sampler.UpdateAgentRates(rates);
    }

    private void Run()
    {
        _client.Connect();
        StartupLog.Write(_settings, _client);
        var nextSend = Environment.TickCount64 + (long)_settings.WriterInterval.TotalMilliseconds;
        while (true)
        {
            _wake.WaitOne((int)Math.Clamp(nextSend - Environment.TickCount64, 1, int.MaxValue));
            TaskCompletionSource? flushed;
            lock (_flushLock)
            {
                flushed = _flushed;
                _flushed = null;
            }
            try
            {
                Drain();
                if (flushed is not null || Environment.TickCount64 >= nextSend)
                {
                    nextSend = Environment.TickCount64 + (long)_settings.WriterInterval.TotalMilliseconds;
                    _sender.SendPending();
                    _stats.FlushDue(everything: _urgency.IsUrgent);
                    _health.Report(Counters);
                }
            }
            catch (Exception e)
            {
                Log.Error("Writing traces failed.", e);
            }
            flushed?.TrySetResult();
        }
    }

    private void Drain()
    {
        var span = OldestFirst(_closing ? _queue.Close() : _queue.TakeAll(), out var spans, out var chunks);
        if (span is null)
            return;
        Counters.Finished(spans, chunks);
        _pipeline.Begin();
        while (span is not null)
        {
            var first = span;
            do
            {
                var next = span.Next;
                // A span that the target still holds must not hold all that finished after it.
                span.Next = null;
                _pipeline.Add(span);
                span = next;
            }
            while (span is not null && IsSameChunk(first, span));
            _pipeline.Process();
        }
    }

    // The newest chunk is first in the queue; they are sent in the order in which they finished.
    private static Span? OldestFirst(Span? first, out int spans, out int chunks)
    {
        Span? reversed = null;
        spans = chunks = 0;
        while (first is not null)
        {
            var last = first;
            spans++;
            while (last.Next is { } next && IsSameChunk(first, next))
            {
                last = next;
                spans++;
            }
            var rest = last.Next;
            last.Next = reversed;
            reversed = first;
            first = rest;
            chunks++;
        }
        return reversed;
    }

    private static bool IsSameChunk(Span first, Span next) => !next.IsChunkStart && ReferenceEquals(first.Root, next.Root);
}
