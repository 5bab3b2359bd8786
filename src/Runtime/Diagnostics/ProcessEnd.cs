using System.Diagnostics;
using System.Diagnostics.Tracing;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace DdRun.Diagnostics;

/// <summary>
/// Tells when the process may be about to end: normally, by <c>Environment.Exit</c>, an unhandled exception, or a signal; after the target's own handlers,
/// whoever subscribed first. It keeps the exit status, and leaves it to others whether a signal ends the process.
/// </summary>
internal static class ProcessEnd
{
    // An agent that hangs may hold the process up for two seconds, and something else of ours has taken a part of them.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(1750);

    // For how long handlers of a signal may run on after ours, and after what time another signal has nothing to do with the last one.
    private static readonly TimeSpan s_longestHandler = TimeSpan.FromSeconds(5), s_longestEnd = TimeSpan.FromMinutes(5);

    // On which the framework calls handlers of signals that end the process.
    private const string SignalThread = ".NET Signal Handler";

    private const string EventSources = "System.Diagnostics.Tracing.EventSource.IsSupported";

    private static readonly object s_change = new();
    private static readonly List<PosixSignalRegistration> s_signals = [];
    private static IEndsWithProcess[] s_all = [];
    private static bool s_registered;
    private static int s_watchesUnhandled;
    private static volatile bool s_hasRun;
    private static long s_spent, s_lastRun, s_handlersEnd;

    [ThreadStatic]
    private static long t_handlersEnd;

    /// <summary>
    /// Whether this thread is one on which handlers of the end run, and ours has: what comes up now may have no other chance of being sent.
    /// </summary>
    public static bool IsAfterOurs => s_hasRun && t_handlersEnd > Environment.TickCount64;

    /// <summary>Whether there may be such a thread.</summary>
    public static bool IsNear => s_hasRun && Volatile.Read(ref s_handlersEnd) > Environment.TickCount64;

    /// <summary>Whether we have been there since before the program, which cannot be ending then when we begin to watch.</summary>
    public static bool IsThereFromStart { get; set; }

    /// <param name="one">Called until <see cref="Unsubscribe"/>.</param>
    /// <param name="first">Before the others, which may report what it does.</param>
    public static void Subscribe(IEndsWithProcess one, bool first = false)
    {
        lock (s_change)
        {
            Watch();
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

    /// <summary>Handlers of a signal run last registered first: to be after those of the target, ours have to be there before them.</summary>
    public static void Watch()
    {
        lock (s_change)
        {
            if (s_registered)
                return;
            s_registered = true;
            AppDomain.CurrentDomain.ProcessExit += OnExit;
            // Raised right before the other, whose handlers run in the order in which they subscribed.
            AssemblyLoadContext.Default.Unloading += static _ => BecomeLast();
            ThrownExceptions.Subscribe(WatchUnhandled);
            // These end a process without ProcessExit, and from .NET 10 on SIGTERM does as well.
            Watch(PosixSignal.SIGINT);
            Watch(PosixSignal.SIGHUP);
            Watch(PosixSignal.SIGQUIT);
            if (Environment.Version.Major >= 10)
                Watch(PosixSignal.SIGTERM);
            // Nobody calls those who subscribe while handlers run.
            if (IsThereFromStart)
                return;
            if (Thread.CurrentThread.Name == SignalThread)
                HasRun(isCertain: false);
            else if (IsExiting())
                HasRun(isCertain: true);
        }
    }

    /// <summary>Holds up a thread that <see cref="IsAfterOurs"/>, for what is left of the time that all of ours have.</summary>
    public static void Wait(Action<ExitDeadline> wait)
    {
        var start = Stopwatch.GetTimestamp();
        wait(ExitDeadline.In(s_patience - TimeSpan.FromTicks(Volatile.Read(ref s_spent))));
        Spend(start);
    }

    // The framework disposes of all event sources right before it raises ProcessExit, the runtime's own among them, which are there from the start.
    private static bool IsExiting()
    {
        if (AppContext.TryGetSwitch(EventSources, out var areSupported) && !areSupported)
            return false;
        foreach (var _ in EventSource.GetSources())
            return false;
        return true;
    }

    private static void BecomeLast()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        AppDomain.CurrentDomain.ProcessExit += OnExit;
    }

    private static void OnExit(object? sender, EventArgs e) => Run(isCertain: true);

    // With the first exception and not from the start on: the console subscribes to the event too, and for two the JIT has to make a stub.
    private static void WatchUnhandled(Exception thrown)
    {
        ThrownExceptions.Unsubscribe(WatchUnhandled);
        if (Interlocked.Exchange(ref s_watchesUnhandled, 1) == 0)
            AppDomain.CurrentDomain.UnhandledException += static (_, _) => Run(isCertain: true);
    }

    private static void Watch(PosixSignal signal)
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
        var start = Stopwatch.GetTimestamp();
        // A signal, and the end that it brings about, are one.
        if (s_lastRun != 0 && Stopwatch.GetElapsedTime(s_lastRun, start) > s_longestEnd)
            Volatile.Write(ref s_spent, 0);
        s_lastRun = start;
        var limit = ExitDeadline.In(s_patience - TimeSpan.FromTicks(Volatile.Read(ref s_spent)));
        foreach (var one in s_all)
            Guard(one, limit, static (one, limit, _) => one.BeginEnd(limit), isCertain);
        // Looked at again and again: what the first ones do may bring another one.
        for (var i = 0; s_all is var all && i < all.Length; i++)
            Guard(all[i], limit, static (one, limit, isCertain) => one.FinishEnd(limit, isCertain), isCertain);
        HasRun(isCertain);
        Spend(start);
    }

    private static void HasRun(bool isCertain)
    {
        t_handlersEnd = isCertain ? long.MaxValue : Environment.TickCount64 + (long)s_longestHandler.TotalMilliseconds;
        Volatile.Write(ref s_handlersEnd, t_handlersEnd);
        s_hasRun = true;
    }

    private static void Spend(long start) => Interlocked.Add(ref s_spent, Stopwatch.GetElapsedTime(start).Ticks);

    private static void Guard(IEndsWithProcess one, ExitDeadline limit, Action<IEndsWithProcess, ExitDeadline, bool> action, bool isCertain)
    {
        try
        {
            action(one, limit, isCertain);
        }
        catch (Exception e)
        {
            Log.Error("Sending the last data failed.", e);
        }
    }
}
