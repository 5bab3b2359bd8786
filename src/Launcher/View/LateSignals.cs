using System.Runtime.InteropServices;
using DdRun.Launcher.Launch;

namespace DdRun.Launcher.View;

/// <summary>
/// While what the target sent last is being drawn: a signal that meant all of us may be handled only now, when the target has ended of it. It changes
/// nothing; one more means us.
/// </summary>
internal sealed class LateSignals
{
    private const int SignalBase = 128;

    // Until the process ends, which no such signal is to hasten.
    private static readonly List<PosixSignalRegistration> s_registrations = [];

    private volatile bool _hasEnded;
    private int _late;

    public LateSignals()
    {
        try
        {
            foreach (var (signal, number) in ((PosixSignal, int)[])[(PosixSignal.SIGHUP, 1), (PosixSignal.SIGINT, Libc.SIGINT), (PosixSignal.SIGQUIT, Libc.SIGQUIT), (PosixSignal.SIGTERM, 15)])
                s_registrations.Add(PosixSignalRegistration.Create(signal, context => Handle(context, number)));
        }
        catch (Exception)
        {
            // Whoever forwards signals to the target has said that there is no way to.
        }
    }

    public void TargetHasEnded() => _hasEnded = true;

    private void Handle(PosixSignalContext context, int number)
    {
        context.Cancel = true;
        if (_hasEnded && Interlocked.Increment(ref _late) > 1)
            Environment.Exit(SignalBase + number);
    }
}
