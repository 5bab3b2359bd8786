using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using DdRun;
using Microsoft.Win32.SafeHandles;
using Shortage;

// Runs out of something early in its life, as the tracer and the metrics begin their work, and has enough of it again later. Says what was loaded, or could
// not be, in between, and whether what it needs of the framework itself works afterwards.
var news = new List<string>();
// Whatever the program itself needs to say so is there before.
var output = Console.OpenStandardOutput();
var input = Console.OpenStandardInput();
var limits = new Limits();
DdRun.Hosting.ProcessTracer.StartEarly();
RuntimeMetrics.Enable();
SpinWait.SpinUntil(static () => ((DdRun.Export.TraceWriter)DdRun.Hosting.ProcessTracer.Current.Writer).IsReady);
Say("starting");
input.ReadByte();

AppDomain.CurrentDomain.AssemblyLoad += OnLoad;
AppDomain.CurrentDomain.FirstChanceException += OnException;
limits.Reach(args[0]);
Work("short");
Say("short");
input.ReadByte();
Work("still short");
Say("still short");
input.ReadByte();
limits.Lift();
AppDomain.CurrentDomain.AssemblyLoad -= OnLoad;
AppDomain.CurrentDomain.FirstChanceException -= OnException;
lock (news)
    Say("news: " + string.Join("; ", news));
Say("json: " + JsonSerializer.Serialize(new Dictionary<string, int> { ["enough"] = 1 }));
Work("enough");
return 0;

void OnLoad(object? sender, AssemblyLoadEventArgs loaded)
{
    lock (news)
        news.Add("loaded " + loaded.LoadedAssembly.GetName().Name);
}

void OnException(object? sender, FirstChanceExceptionEventArgs thrown)
{
    if (thrown.Exception is FileNotFoundException or FileLoadException or TypeInitializationException or DllNotFoundException)
    {
        lock (news)
            news.Add(thrown.Exception.Message);
    }
}

static void Work(string name)
{
    using var span = Tracer.Trace(name);
    span.SetTag("count", 1).SetTag("text", "é");
    span.AddEvent("event", new Dictionary<string, object?> { ["list"] = new[] { 1.5, 2 }, ["flag"] = true });
    using (var child = Tracer.Trace("child"))
        child.AddLink(new SpanContext(1, 2, null));
    Statsd.Default.Increment("shortage.work", tags: ["name:" + name.Replace(' ', '_')]);
}

void Say(string line)
{
    output.Write(System.Text.Encoding.UTF8.GetBytes(line + "\n"));
    output.Flush();
}
