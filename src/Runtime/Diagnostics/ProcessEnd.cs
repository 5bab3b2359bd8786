using System.Runtime.InteropServices;
using DdRun.Diagnostics;

namespace DdRun.Metrics;

/// <summary>Tells when the process may be about to end, whichever way; it may also go on after a signal.</summary>
internal static class ProcessEnd
{
    private static readonly object s_change = new();
    private static readonly List<PosixSignalRegistration> s_signals = [];
    private static Action? s_handlers;

    public static void Subscribe(Action handler)
    {
        lock (s_change)
        {
            if (s_signals.Count == 0) Register();
            s_handlers += handler;
        }
    }

    public static void Unsubscribe(Action handler)
    {
        lock (s_change) s_handlers -= handler;
    }

    private static void Register()
    {
        AppDomain.CurrentDomain.ProcessExit += static (_, _) => s_handlers?.Invoke();
        AppDomain.CurrentDomain.UnhandledException += static (_, _) => s_handlers?.Invoke();
        // SIGINT ends a process without ProcessExit, and from .NET 10 on SIGTERM does as well.
        Register(PosixSignal.SIGINT);
        if (Environment.Version.Major >= 10) Register(PosixSignal.SIGTERM);
    }

    private static void Register(PosixSignal signal)
    {
        try
        {
            // Not cancelled: what would have happened without us happens afterwards.
            s_signals.Add(PosixSignalRegistration.Create(signal, static _ => s_handlers?.Invoke()));
        }
        catch (Exception e)
        {
            Log.Debug($"{signal} is not watched: {e.Message}");
        }
    }
}
