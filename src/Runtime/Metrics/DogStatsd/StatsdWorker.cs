using System.Runtime.CompilerServices;
using DdRun.Configuration;
using DdRun.Diagnostics;
using DdRun.Jit;
using DdRun.Metrics.DogStatsd.Aggregation;
using DdRun.Metrics.DogStatsd.Lines;
using DdRun.Metrics.DogStatsd.Transport;

namespace DdRun.Metrics.DogStatsd;

/// <summary>
/// The one thread behind a client: flushes what the app counted, lets periodic reports write theirs, and sends the rest when the process
/// exits. It runs only while there is something to do and never keeps the process alive.
/// </summary>
internal sealed class StatsdWorker : IEndsWithProcess, IDisposable
{
    private const int ExitPatienceMilliseconds = 40;
    private const int BusyPatienceMilliseconds = 1000;
    private const int StackBytes = 256 * 1024;
    private const long Patience = TimeSpan.TicksPerSecond, ExitPatience = TimeSpan.TicksPerSecond / 4;
    private static readonly TimeSpan s_telemetryInterval = TimeSpan.FromSeconds(10);

    private readonly Gate _gate = new();
    private readonly Gate _threadChange = new();
    private readonly AutoResetEvent _wake = new(false);
    private readonly Action _writeDue, _writeContexts;
    private readonly LineQueue _queue = new();
    private readonly ContextTable _contexts;
    private readonly PacketLink _link;
    private readonly Func<LineEnd> _lineEnd;
    private readonly TelemetryReport? _telemetry;
    private readonly PeriodicReport _contextReport;
    private readonly PeriodicReport _telemetryReport;
    private volatile PeriodicReport[] _reports = [];
    private Thread? _thread;
    private long _now;
    private bool _disposed;

    public StatsdWorker(StatsdAddress address, ContextTable contexts, TimeSpan interval, Func<LineEnd> lineEnd, bool sendTelemetry)
    {
        _contexts = contexts;
        _lineEnd = lineEnd;
        _link = new(address);
        Writer = new(_link, Telemetry);
        _telemetry = sendTelemetry ? new(Telemetry, Writer, _link) : null;
        _writeDue = WriteDue;
        _writeContexts = WriteContexts;
        _contextReport = new(interval, _writeContexts);
        _telemetryReport = new(s_telemetryInterval, WriteTelemetry);
        ProcessEnd.Subscribe(this);
    }

    public StatsdTelemetry Telemetry { get; } = new();

    public PacketWriter Writer { [MethodImpl(Compile.Once)] get; }

    /// <summary>Makes sure that something is there to send what has just come up.</summary>
    public void Start()
    {
        if (Volatile.Read(ref _thread) != null)
            return;
        using (_threadChange.Enter())
        {
            if (_thread != null || _disposed)
                return;
            _thread = new(Run, StackBytes) { IsBackground = true, Name = "dd-run metrics" };
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
        using (_gate.Enter())
        {
            var reports = new PeriodicReport[_reports.Length + 1];
            _reports.CopyTo(reports, 0);
            reports[^1] = report;
            _reports = reports;
        }
        Wake();
    }

    /// <summary>Writes a report a last time and forgets it.</summary>
    public void Remove(PeriodicReport report)
    {
        using (_gate.Enter())
        {
            if (Array.IndexOf(_reports, report) < 0)
                return;
            _reports = Array.FindAll(_reports, other => other != report);
            Round(report.Write);
        }
        _wake.Set();
    }

    /// <summary>Takes a finished line that is not aggregated.</summary>
    public void Enqueue(byte[] line, bool isEvent)
    {
        if (_queue.TryAdd(new(line, isEvent)))
            Wake();
        else
            Telemetry.DropFromQueue(line.Length);
    }

    /// <summary>Writes all reports now, whatever their rhythm.</summary>
    public void FlushReports()
    {
        using (_gate.Enter())
            Round(WriteReports);
    }

    /// <summary>Sends everything there is to send now.</summary>
    public void Flush()
    {
        using (_gate.Enter())
            Round(WriteContexts);
    }

    public void Dispose()
    {
        using (_threadChange.Enter())
        {
            if (_disposed)
                return;
            _disposed = true;
        }
        ProcessEnd.Unsubscribe(this);
        var thread = _thread;
        _wake.Set();
        using (_gate.Enter())
        {
            Round(WriteAll);
            _link.Dispose();
        }
        if (thread != null && thread != Thread.CurrentThread)
            thread.Join(TimeSpan.FromSeconds(1));
    }

    // A dead socket answers at once, one that hangs is given up after a single wait, a name server is not waited for at all: none of them
    // delays the exit. A machine that is merely busy gets more time.
    public void BeginEnd(ExitDeadline limit)
    {
        if (!_gate.TryEnter(limit.Milliseconds(ExitPatienceMilliseconds), out var pass))
        {
            if (_link.IsResolving)
                return;
            _link.GiveUp();
            if (!_gate.TryEnter(limit.Milliseconds(BusyPatienceMilliseconds), out pass))
                return;
        }
        using (pass)
        {
            if (!_disposed)
                Round(WriteAll, Math.Min(ExitPatience, limit.Left.Ticks));
        }
    }

    /// <summary>Sends what others have counted at their own end.</summary>
    public void FinishEnd(ExitDeadline limit, bool isCertain)
    {
        if (_link.IsGivenUp || !_gate.TryEnter(limit.Milliseconds(ExitPatienceMilliseconds), out var pass))
            return;
        using (pass)
        {
            if (!_disposed)
                Round(WriteContexts, Math.Min(ExitPatience, limit.Left.Ticks));
        }
    }

    private bool HasWork
    {
        [MethodImpl(Compile.Once)]
        get => _reports.Length > 0 || _contexts.Count > 0 || !_queue.IsEmpty;
    }

    [MethodImpl(Compile.Once)]
    private void Run()
    {
        OwnWork.Begin();
        FrameworkPreload.Bind();
        using (_gate.Enter())
        {
            _link.Prepare();
            _contextReport.Restart();
        }
        while (true)
        {
            var due = NextDue();
            var now = Environment.TickCount64;
            var wait = due - now;
            // Who has waited to the end need not ask for the time again.
            if (_wake.WaitOne(wait < 0 ? 0 : wait < int.MaxValue ? (int)wait : int.MaxValue))
                now = Environment.TickCount64;
            else if (now < due)
                now = due;
            _now = now;
            if (_disposed || TryRest())
                return;
            using (_gate.Enter())
            {
                if (!_disposed)
                    Try(_writeDue, Patience);
            }
        }
    }

    // Without the gate: only this thread changes when a report is due.
    [MethodImpl(Compile.Once)]
    private long NextDue()
    {
        var due = _contexts.Count > 0 || !_queue.IsEmpty ? _contextReport.Due : long.MaxValue;
        foreach (var report in _reports)
            if (report.Due < due)
                due = report.Due;
        return due == long.MaxValue ? 0 : due;
    }

    [MethodImpl(Compile.Once)]
    private bool TryRest()
    {
        if (HasWork)
            return false;
        using (_gate.Enter())
        {
            using (_threadChange.Enter())
            {
                if (HasWork)
                    return false;
                _thread = null;
            }
        }
        // Whoever came after the check saw a thread that was about to end.
        Interlocked.MemoryBarrier();
        if (HasWork)
            Start();
        return true;
    }

    [MethodImpl(Compile.Once)]
    private void WriteDue()
    {
        foreach (var report in _reports)
        {
            report.OnWake();
            WriteIfDue(report, _now);
        }
        WriteIfDue(_contextReport, _now);
        WriteIfDue(_telemetryReport, _now);
    }

    [MethodImpl(Compile.Once)]
    private static void WriteIfDue(PeriodicReport report, long now)
    {
        if (report.Due > now)
            return;
        report.Advance(now);
        report.Write();
    }

    private void WriteReports()
    {
        foreach (var report in _reports)
            report.Write();
    }

    private void WriteAll()
    {
        WriteReports();
        WriteContexts();
        WriteTelemetry();
    }

    [MethodImpl(Compile.Once)]
    private void WriteContexts()
    {
        if (_contexts.Count > 0)
        {
            Telemetry.Metrics(_contexts.Write(Writer, _lineEnd()));
            Writer.Flush();
            _contexts.RetireIdle();
        }
        while (!_queue.IsEmpty && _queue.TryTake(out var line))
        {
            Writer.Append(line.Bytes);
            if (!Writer.EndLine())
                continue;
            if (line.IsEvent)
                Telemetry.Event();
            else
                Telemetry.ServiceCheck();
        }
    }

    [MethodImpl(Compile.Once)]
    private void WriteTelemetry() => _telemetry?.Write();

    // On any thread; the worker's does nothing else than our work.
    private void Round(Action write, long patience = Patience)
    {
        OwnWork.Begin();
        Try(write, patience);
        OwnWork.End();
    }

    [MethodImpl(Compile.Once)]
    private void Try(Action write, long patience)
    {
        try
        {
            _link.BeginRound(patience);
            write();
            Writer.Flush();
        }
        catch (Exception e)
        {
            Log.Error("Metrics of one interval are lost.", e);
        }
    }
}
