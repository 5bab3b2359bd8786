using System.Collections.Concurrent;
using DdRun.Configuration;
using DdRun.Diagnostics;
using DdRun.Sampling;
using DdRun.Tracing;

namespace DdRun.Export.Otlp;

#pragma warning disable CA1001 // It lives as long as the process.
/// <summary>Takes log records from the application's threads and sends them on one of its own, and a last time when the process ends.</summary>
internal sealed class LogExporter : IEndsWithProcess
{
    private const int MaxWeight = 16 * 1024 * 1024, WakeCount = 512;
    private const int ThreadStack = 256 * 1024;
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1), s_longestReport = TimeSpan.FromSeconds(30);

    private const int Time = 1, SeverityNumber = 2, SeverityText = 3, Body = 5, Attributes = 6, DroppedAttributes = 7, Flags = 8, TraceId = 9, SpanId = 10, ObservedTime = 11;
    private const int TextValue = 1;

    private readonly ConcurrentQueue<LogRecord> _queue = new();
    private readonly object _gate = new();
    private readonly AutoResetEvent _wake = new(false);
    private readonly Urgency _urgency = new();
    private readonly OtlpClient _client;
    private readonly ItemBatch _batch;
    private readonly ByteBuffer _record = new();
    private readonly int _maxBytes;
    private int _weight, _started;
    private long _accepted, _sent, _full, _rejected, _failed, _told;
    private long _nextWarning;

    public LogExporter(Settings settings)
    {
        var otlp = settings.Otlp!;
        _client = new OtlpClient(otlp.Logs!, SignalSchema.Logs, "log records", _urgency);
        _batch = new ItemBatch(SignalSchema.Logs, otlp.Logs!, service => ResourceEncoder.Encode(settings, service));
        _maxBytes = otlp.MaxBytes;
    }

    /// <summary>Records that came, were sent, found no place, were rejected by the receiver, and could not be sent. At rest the first is the sum of the others.</summary>
    public (long Came, long Sent, long Full, long Rejected, long Failed) Counts =>
        (Interlocked.Read(ref _accepted), Interlocked.Read(ref _sent), Interlocked.Read(ref _full), Interlocked.Read(ref _rejected), Interlocked.Read(ref _failed));

    /// <summary>Queues a record; the active span is the caller's.</summary>
    public void Add(LogRecord record)
    {
        if (OwnWork.IsCurrent)
            return;
        if (ActiveSpan.Current is { IsRemote: false } span)
        {
            record = record with
            {
                TraceIdHigh = span.Root.TraceIdHigh,
                TraceIdLow = span.Root.TraceIdLow,
                SpanId = span.SpanId,
                IsSampled = !(span.Root.Priority <= SamplingPriority.AutoReject),
            };
        }
        Enqueue(record);
    }

    /// <summary>Queues a record as it is, from whatever thread.</summary>
    public void Enqueue(LogRecord record)
    {
        Interlocked.Increment(ref _accepted);
        if (Interlocked.Add(ref _weight, record.Weight) > MaxWeight)
        {
            Interlocked.Add(ref _weight, -record.Weight);
            Interlocked.Increment(ref _full);
            return;
        }
        _queue.Enqueue(record);
        if (Volatile.Read(ref _started) == 0 && Interlocked.Exchange(ref _started, 1) == 0)
            Start();
        if (_queue.Count == WakeCount)
            _wake.Set();
    }

    /// <summary>Sends what there is now.</summary>
    public void Flush()
    {
        OwnWork.Begin();
        try
        {
            lock (_gate)
                SendAll();
        }
        catch (Exception e)
        {
            Log.Error("Log records could not be sent.", e);
        }
        finally
        {
            OwnWork.End();
        }
    }

    public void BeginEnd(ExitDeadline limit)
    {
        _urgency.Begin(limit.Left);
        if (!Monitor.TryEnter(_gate, limit.Milliseconds(1000)))
            return;
        try
        {
            Flush();
        }
        finally
        {
            Monitor.Exit(_gate);
            _urgency.End();
        }
    }

    public void FinishEnd(ExitDeadline limit, bool isCertain)
    {
        // Spans that were sent in between may have brought some.
        if (!_queue.IsEmpty)
            BeginEnd(limit);
    }

    private void Start()
    {
        ProcessEnd.Subscribe(this);
        new Thread(Run, ThreadStack) { IsBackground = true, Name = "dd-run logs" }.UnsafeStart();
    }

    private void Run()
    {
        while (true)
        {
            _wake.WaitOne(s_interval);
            Flush();
            TellLoss();
        }
    }

    private void TellLoss()
    {
        var full = Interlocked.Read(ref _full);
        if (full == _told || Environment.TickCount64 < _nextWarning)
            return;
        Log.Warn($"{full - _told} log records found no place in the queue, and were not sent.");
        (_told, _nextWarning) = (full, Environment.TickCount64 + (long)s_longestReport.TotalMilliseconds);
    }

    private void SendAll()
    {
        while (_queue.TryDequeue(out var record))
        {
            Interlocked.Add(ref _weight, -record.Weight);
            Encode(record);
            if (_batch.TryAdd(record.Service, record.Category, record.ScopeVersion, _record.Written, _maxBytes))
                continue;
            Send();
            if (!_batch.TryAdd(record.Service, record.Category, record.ScopeVersion, _record.Written, _maxBytes))
                Interlocked.Increment(ref _failed);
        }
        Send();
    }

    private void Send()
    {
        var count = _batch.Count;
        if (count == 0)
            return;
        var outcome = _client.Send(_batch.Payload(), count);
        Interlocked.Add(ref _sent, outcome.Sent ? count - outcome.Rejected : 0);
        Interlocked.Add(ref _rejected, outcome.Rejected);
        Interlocked.Add(ref _failed, outcome.Sent ? 0 : count);
        _batch.Clear();
    }

    private void Encode(LogRecord record)
    {
        _record.Clear();
        var writer = new ProtobufWriter(_record);
        writer.FixedNumber(Time, (ulong)record.Time);
        writer.FixedNumber(ObservedTime, (ulong)record.Time);
        writer.Number(SeverityNumber, (ulong)record.Severity);
        writer.Text(SeverityText, record.SeverityText);
        var body = writer.Begin(Body);
        writer.Text(TextValue, record.Body);
        writer.End(body);
        foreach (var (key, value) in record.Attributes)
            writer.Attribute(Attributes, ProtobufWriter.EncodeKey(key), value);
        if (record.DroppedAttributes > 0)
            writer.Number(DroppedAttributes, (ulong)record.DroppedAttributes);
        if (record.SpanId != 0)
        {
            writer.ShortFixedNumber(Flags, record.IsSampled ? 1u : 0);
            writer.Id(TraceId, record.TraceIdHigh, record.TraceIdLow);
            writer.Id(SpanId, record.SpanId);
        }
        writer.Save();
    }
}
