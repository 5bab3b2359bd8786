using Metered;

// Provokes what its arguments say and ends the way the first of them says; everything it does is known exactly.
var work = args.Skip(1).Select(static arg => arg.Split('=')).ToDictionary(static pair => pair[0], static pair => int.Parse(pair[1]));
DdRun.RuntimeMetrics.Enable();

await Work.Do(work);
// The runtime's own locks may be contended as well.
Console.WriteLine($"contentions {Monitor.LockContentionCount}");
Console.WriteLine("ready");

switch (args[0])
{
    case "return":
        return 3;
    case "exit":
        Environment.Exit(3);
        break;
    case "crash":
        throw new SoldOutException();
    case "disable":
        DdRun.RuntimeMetrics.Disable();
        return 3;
    case "disabled":
        DdRun.RuntimeMetrics.Disable();
        Console.WriteLine("disabled");
        new ManualResetEvent(false).WaitOne();
        break;
    case "wait":
        new ManualResetEvent(false).WaitOne();
        break;
}
return 1;
