using System.Runtime.InteropServices;
using System.Runtime.Loader;
using DdRun;

// Makes spans and counts in its own handlers of its end, which it adds before or after the tracer adds its own, or in one handler alone, where the tracer
// begins as well, and ends the way it is told to.
var (order, how) = (args[0], args[1]);
var only = order.StartsWith("only-", StringComparison.Ordinal) ? order["only-".Length..] : null;
if (order == "tracer-first")
    Begin();
AppDomain.CurrentDomain.ProcessExit += (_, _) => Close("ProcessExit");
AppDomain.CurrentDomain.UnhandledException += (_, _) => Close("UnhandledException");
AssemblyLoadContext.Default.Unloading += _ => Close("Unloading");
Console.CancelKeyPress += (_, _) => Close("CancelKeyPress");
using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, _ => Close("SIGHUP"));
using var quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, _ => Close("SIGQUIT"));
using var termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Close("SIGTERM"));
if (order == "tracer-last")
    Begin();

switch (how)
{
    case "return":
        return 3;
    case "exit":
        Environment.Exit(4);
        break;
    case "exit-in-exit":
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Environment.ExitCode = 5;
        Environment.Exit(4);
        break;
    case "crash":
        using (Tracer.Trace("open"))
            throw new InvalidOperationException("crash");
    case "crash-on-another-thread":
        var thread = new Thread(static () => throw new InvalidOperationException("crash"));
        thread.Start();
        thread.Join();
        break;
    case "wait":
        Console.WriteLine("ready");
        new ManualResetEvent(false).WaitOne();
        break;
}
return 1;

// The tracer watches for unhandled exceptions from the first exception on.
static void Begin()
{
    Tracer.Trace("begin").Finish();
    Statsd.Default.Increment("ending.begin");
    try
    {
        throw new InvalidOperationException("handled");
    }
    catch (InvalidOperationException)
    {
    }
}

void Close(string handler)
{
    if (only is not null && only != handler)
        return;
    using var span = Tracer.Trace("close", resource: handler);
    Tracer.Trace("flush", resource: handler).Finish();
    Statsd.Default.Increment("ending.closed", tags: ["handler:" + handler]);
    Statsd.Default.Distribution("ending.size", 7, ["handler:" + handler]);
}
