using System.Collections.Concurrent;
using DdRun.Configuration;
using DdRun.Diagnostics;
using DdRun.Metrics.Aggregation;

namespace DdRun.Metrics;

/// <summary>
/// The one thread behind a client: flushes what the app counted, lets periodic reports write theirs, and sends the rest when the process
/// exits. It runs only while there is something to do and never keeps the process alive.
/// </summary>
internal sealed class StatsdWorker : IDisposable
{
    private const int ExitPatienceMilliseconds = 50;
    private const int QueueCapacity = 256;
    private static readonly TimeSpan s_telemetryInterval = TimeSpan.FromSeconds(10);

    private readonly object _gate = new();
    private readonly object _threadChange = new();
    private readonly AutoResetEvent _wake = new(false);
    private readonly List<PeriodicReport> _reports = [];
    private readonly ConcurrentQueue<QueuedLine> _queue = new();
    private readonly ContextTable _contexts;
    private readonly StatsdSocket _socket;
    private readonly Func<LineEnd> _lineEnd;
    private readonly bool _sendTelemetry;
    private readonly PeriodicReport _contextReport;
    private readonly PeriodicReport _telemetryReport;
    private StatsdSink? _telemetrySink;
    private string? _telemetryTransport;
    private Thread? _thread;
    private int _queued;
    private bool _disposed;

    public StatsdWorker(StatsdAddress address, ContextTable contexts, TimeSpan interval, Func<LineEnd> lineEnd, bool sendTelemetry)
    {
        _contexts = contexts;
        _lineEnd = lineEnd;
        _sendTelemetry = sendTelemetry;
        _socket = new(address);
        Writer = new(_socket, Telemetry);
        _contextReport = new(interval, WriteContexts);
        _telemetryReport = new(s_telemetryInterval, WriteTelemetry);
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        AppDomain.CurrentDomain.UnhandledException += OnExit;
    }

    public StatsdTelemetry Telemetry { get; } = new();

    public PacketWriter Writer { get; }

    /// <summary>Makes sure that something is there to send what has just come up.</summary>
    public void Start()
    {
        if (Volatile.Read(ref _thread) != null) return;
        lock (_threadChange)
        {
            if (_thread != null || _disposed) return;
            _thread = new(Run, 256 * 1024) { IsBackground = true, Name = "dd-run metrics" };
            _thread.UnsafeStart();
        }
    }

    /// <summary>Like <see cref="Start"/>, and lets a sleeping thread look at the time again.</summary>
    public void Wake()
    {
        Start();
        _wake.Set();
    }

    public void Add(PeriodicReport report)
    {
        lock (_gate) _reports.Add(report);
        Wake();
    }

    /// <summary>Writes a report a last time and forgets it.</summary>
    public void Remove(PeriodicReport report)
    {
        lock (_gate)
        {
            if (!_reports.Remove(report)) return;
            Round(() => report.Write());
        }
        _wake.Set();
    }

    /// <summary>Takes a finished line that is not aggregated.</summary>
    public void Enqueue(byte[] line, bool isEvent)
    {
        if (Interlocked.Increment(ref _queued) > QueueCapacity)
        {
            Interlocked.Decrement(ref _queued);
            Telemetry.DropFromQueue(line.Length);
            return;
        }
        _queue.Enqueue(new(line, isEvent));
        Wake();
    }

    /// <summary>Sends everything there is to send now.</summary>
    public void Flush()
    {
        lock (_gate) Round(WriteContexts);
    }

    public void Dispose()
    {
        lock (_threadChange)
        {
            if (_disposed) return;
            _disposed = true;
        }
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        AppDomain.CurrentDomain.UnhandledException -= OnExit;
        var thread = _thread;
        _wake.Set();
        lock (_gate)
        {
            Round(WriteAll);
            _socket.Dispose();
        }
        if (thread != null && thread != Thread.CurrentThread) thread.Join(TimeSpan.FromSeconds(1));
    }

    private bool HasWork => _reports.Count > 0 || _contexts.Count > 0 || !_queue.IsEmpty;

    private void Run()
    {
        OwnWork.Begin();
        lock (_gate)
        {
            _socket.Prepare();
            _contextReport.Restart();
        }
        while (true)
        {
            _wake.WaitOne((int)Math.Clamp(NextDue() - Environment.TickCount64, 0, int.MaxValue));
            if (_disposed || TryRest()) return;
            lock (_gate)
            {
                if (!_disposed) Round(WriteDue);
            }
        }
    }

    private long NextDue()
    {
        lock (_gate)
        {
            var due = _contexts.Count > 0 || !_queue.IsEmpty ? _contextReport.Due : long.MaxValue;
            foreach (var report in _reports) due = Math.Min(due, report.Due);
            return due == long.MaxValue ? 0 : due;
        }
    }

    private bool TryRest()
    {
        lock (_gate)
        {
            lock (_threadChange)
            {
                if (HasWork) return false;
                _thread = null;
            }
        }
        // Whoever came after the check saw a thread that was about to end.
        Interlocked.MemoryBarrier();
        if (HasWork) Start();
        return true;
    }

    private void WriteDue()
    {
        var now = Environment.TickCount64;
        foreach (var report in _reports)
        {
            report.OnWake();
            WriteIfDue(report, now);
        }
        WriteIfDue(_contextReport, now);
        WriteIfDue(_telemetryReport, now);
    }

    private static void WriteIfDue(PeriodicReport report, long now)
    {
        if (report.Due > now) return;
        report.Advance(now);
        report.Write();
    }

    private void WriteAll()
    {
        foreach (var report in _reports) report.Write();
        WriteContexts();
        WriteTelemetry();
    }

    private void WriteContexts()
    {
        if (_contexts.Count > 0)
        {
            Telemetry.Metrics(_contexts.Write(Writer, _lineEnd()));
            Writer.Flush();
            _contexts.RetireIdle();
        }
        while (_queue.TryDequeue(out var line))
        {
            Interlocked.Decrement(ref _queued);
            Writer.Append(line.Bytes);
            if (!Writer.EndLine()) continue;
            if (line.IsEvent) Telemetry.Event();
            else Telemetry.ServiceCheck();
        }
    }

    private void WriteTelemetry()
    {
        if (!_sendTelemetry) return;
        if (_telemetrySink == null || _telemetryTransport != _socket.Transport)
        {
            _telemetryTransport = _socket.Transport;
            _telemetrySink = new(Writer, LineEnd.ForTelemetry(_telemetryTransport), Telemetry);
        }
        Telemetry.Write(_telemetrySink);
    }

    private void Round(Action write)
    {
        OwnWork.Begin();
        try
        {
            _socket.BeginRound();
            write();
            Writer.Flush();
        }
        catch (Exception e)
        {
            Log.Error("Metrics of one interval are lost.", e);
        }
        finally
        {
            OwnWork.End();
        }
    }

    // A flush that hangs in a dead socket or a name server must not delay the exit.
    private void OnExit(object? sender, EventArgs e)
    {
        if (!Monitor.TryEnter(_gate, ExitPatienceMilliseconds)) return;
        try
        {
            if (!_disposed) Round(WriteAll);
        }
        finally
        {
            Monitor.Exit(_gate);
        }
    }

    private readonly record struct QueuedLine(byte[] Bytes, bool IsEvent);
}
