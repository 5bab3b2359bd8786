using System.Runtime.InteropServices;

namespace DdRun.Diagnostics;

/// <summary>
/// Tells when the process may be about to end: normally, by <c>Environment.Exit</c>, an unhandled exception, or a signal. It keeps the exit
/// status, and leaves it to others whether a signal ends the process.
/// </summary>
internal static class ProcessEnd
{
    private static readonly object s_change = new();
    private static PosixSignalRegistration? s_interrupt, s_termination;
    private static IEndsWithProcess[] s_all = [];
    private static bool s_registered;
    private static int s_watchesUnhandled;

    /// <param name="one">Called until <see cref="Unsubscribe"/>.</param>
    /// <param name="first">Before the others, which may report what it does.</param>
    public static void Subscribe(IEndsWithProcess one, bool first = false)
    {
        lock (s_change)
        {
            if (!s_registered)
                Register();
            s_registered = true;
            var all = new IEndsWithProcess[s_all.Length + 1];
            s_all.CopyTo(all, first ? 1 : 0);
            all[first ? 0 : ^1] = one;
            s_all = all;
        }
    }

    public static void Unsubscribe(IEndsWithProcess one)
    {
        lock (s_change)
            s_all = Array.FindAll(s_all, other => other != one);
    }

    private static void Register()
    {
        AppDomain.CurrentDomain.ProcessExit += static (_, _) => Run(isCertain: true);
        ThrownExceptions.Subscribe(WatchUnhandled);
        // SIGINT ends a process without ProcessExit, and from .NET 10 on SIGTERM does as well.
        s_interrupt = Register(PosixSignal.SIGINT);
        if (Environment.Version.Major >= 10)
            s_termination = Register(PosixSignal.SIGTERM);
    }

    // With the first exception and not from the start on: the console subscribes to the event too, and for two the JIT has to make a stub.
    private static void WatchUnhandled(Exception thrown)
    {
        ThrownExceptions.Unsubscribe(WatchUnhandled);
        if (Interlocked.Exchange(ref s_watchesUnhandled, 1) == 0)
            AppDomain.CurrentDomain.UnhandledException += static (_, _) => Run(isCertain: true);
    }

    private static PosixSignalRegistration? Register(PosixSignal signal)
    {
        try
        {
            // Not cancelled: what would have happened without us happens afterwards. That may be a graceful stop, during which the target goes on.
            return PosixSignalRegistration.Create(signal, static _ => Run(isCertain: false));
        }
        catch (Exception e)
        {
            Log.Debug($"{signal} is not watched: {e.Message}");
            return null;
        }
    }

    private static void Run(bool isCertain)
    {
        foreach (var one in s_all)
            Guard(one, static (one, _) => one.BeginEnd(), isCertain);
        // Looked at again and again: what the first ones do may bring another one.
        for (var i = 0; s_all is var all && i < all.Length; i++)
            Guard(all[i], static (one, isCertain) => one.FinishEnd(isCertain), isCertain);
    }

    private static void Guard(IEndsWithProcess one, Action<IEndsWithProcess, bool> action, bool isCertain)
    {
        try
        {
            action(one, isCertain);
        }
        catch (Exception e)
        {
            Log.Error("Sending the last data failed.", e);
        }
    }
}
