using System.Runtime.InteropServices;

namespace DdRun.Diagnostics;

/// <summary>
/// Tells when the process may be about to end: normally, by <c>Environment.Exit</c>, an unhandled exception, or a signal. It keeps the exit
/// status, and leaves it to others whether a signal ends the process.
/// </summary>
internal static class ProcessEnd
{
    private static readonly object s_change = new();
    private static readonly List<PosixSignalRegistration> s_signals = [];
    private static IEndsWithProcess[] s_all = [];

    /// <param name="one">Called until <see cref="Unsubscribe"/>.</param>
    /// <param name="first">Before the others, which may report what it does.</param>
    public static void Subscribe(IEndsWithProcess one, bool first = false)
    {
        lock (s_change)
        {
            if (s_signals.Count == 0) Register();
            s_all = first ? [one, .. s_all] : [.. s_all, one];
        }
    }

    public static void Unsubscribe(IEndsWithProcess one)
    {
        lock (s_change) s_all = Array.FindAll(s_all, other => other != one);
    }

    private static void Register()
    {
        AppDomain.CurrentDomain.ProcessExit += static (_, _) => Run(isCertain: true);
        AppDomain.CurrentDomain.UnhandledException += static (_, _) => Run(isCertain: true);
        // SIGINT ends a process without ProcessExit, and from .NET 10 on SIGTERM does as well.
        Register(PosixSignal.SIGINT);
        if (Environment.Version.Major >= 10) Register(PosixSignal.SIGTERM);
    }

    private static void Register(PosixSignal signal)
    {
        try
        {
            // Not cancelled: what would have happened without us happens afterwards. That may be a graceful stop, during which the target goes on.
            s_signals.Add(PosixSignalRegistration.Create(signal, static _ => Run(isCertain: false)));
        }
        catch (Exception e)
        {
            Log.Debug($"{signal} is not watched: {e.Message}");
        }
    }

    private static void Run(bool isCertain)
    {
        foreach (var one in s_all) Guard(one, static (one, _) => one.BeginEnd(), isCertain);
        // Looked at again and again: what the first ones do may bring another one.
        for (var i = 0; s_all is var all && i < all.Length; i++) Guard(all[i], static (one, isCertain) => one.FinishEnd(isCertain), isCertain);
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
