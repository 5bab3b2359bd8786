using System.Runtime.InteropServices;
using DdRun.Diagnostics;

namespace DdRun.Tracing;

/// <summary>Sends what is left when the process ends: normally, by <c>Environment.Exit</c>, an unhandled exception, or a signal.</summary>
/// <remarks>Holds nothing up longer than <see cref="s_limit"/>, keeps the exit status, and leaves it to others whether a signal ends the process.</remarks>
internal static class ExitFlush
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);
    private static readonly List<PosixSignalRegistration> s_signals = [];
    private static int s_registered;

    public static void Register()
    {
        if (Interlocked.Exchange(ref s_registered, 1) != 0)
            return;
        AppDomain.CurrentDomain.ProcessExit += static (_, _) => Run();
        AppDomain.CurrentDomain.UnhandledException += static (_, _) => Run();
        // SIGINT ends a process without ProcessExit, and from .NET 10 on SIGTERM does as well.
        Register(PosixSignal.SIGINT);
        if (Environment.Version.Major >= 10)
            Register(PosixSignal.SIGTERM);
    }

    private static void Register(PosixSignal signal)
    {
        try
        {
            // Not cancelled: what would have happened without us happens afterwards. A graceful stop goes on tracing, so this only flushes.
            s_signals.Add(PosixSignalRegistration.Create(signal, static _ => Guard(static tracer => tracer.FlushBeforeExit(s_limit))));
        }
        catch (Exception e)
        {
            Log.Debug($"{signal} is not watched: {e.Message}");
        }
    }

    private static void Run() => Guard(static tracer => tracer.Shutdown(s_limit));

    private static void Guard(Action<TracerCore> action)
    {
        try
        {
            action(TracerCore.Current);
        }
        catch (Exception e)
        {
            Log.Error("Sending the last traces failed.", e);
        }
    }
}
