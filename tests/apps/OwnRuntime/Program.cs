using DdRun;

using (Tracer.Trace("manual"))
    Console.WriteLine(Worker.Work());
Console.WriteLine(typeof(Tracer).Assembly.Location == Path.Combine(AppContext.BaseDirectory, "DdRun.Runtime.dll"));

public static class Worker
{
    public static string Work() => "worked";
}
