using System.Runtime.InteropServices;
using DdRun.Launcher.Launch;

namespace DdRun.Launcher.Live;

/// <summary>The end that comes from outside: Ctrl-C, a closed terminal, a signal. The first asks for an orderly end, the second, or patience's, ends.</summary>
internal sealed class Interruption : IDisposable
{
    private const int SignalBase = 128, SIGHUP = 1, SIGTERM = 15;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private Timer? _end;
    private bool _isOver;

    public Interruption()
    {
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT])
            _registrations.Add(PosixSignalRegistration.Create(signal, Handle));
    }

    public CancellationToken Token => _stop.Token;

    /// <summary>What the command ends with: Ctrl-C is how these commands end, other signals are told as shells do.</summary>
    public int ExitCode { get; private set; } = ExitCodes.Success;

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        ExitCode = context.Signal switch
        {
            PosixSignal.SIGHUP => SignalBase + SIGHUP,
            PosixSignal.SIGTERM => SignalBase + SIGTERM,
            PosixSignal.SIGQUIT => SignalBase + Libc.SIGQUIT,
            _ => ExitCodes.Success,
        };
        lock (_gate)
        {
            if (_isOver)
                return;
            // Whoever reads what we write may have stopped reading: then no orderly end comes. The process notices that we are gone.
            if (_stop.IsCancellationRequested)
                Environment.Exit(SignalBase + Libc.SIGINT);
            _end = new(static code => Environment.Exit((int)code!), ExitCode, s_patience, Timeout.InfiniteTimeSpan);
        }

        _stop.Cancel();
    }

    public void Dispose()
    {
        lock (_gate)
            _isOver = true;
        foreach (var registration in _registrations)
            registration.Dispose();
        _end?.Dispose();
        _stop.Dispose();
    }
}
