using DdRun;
using Logs;
using Microsoft.Extensions.Logging;
using NLog;
using NLog.Config;
using NLog.Layouts;
using NLog.Targets;
using Serilog;

using var serilog = new LoggerConfiguration().WriteTo.Sink(new PrintingSink()).CreateLogger();

var configuration = new LoggingConfiguration();
configuration.AddRuleForAllLevels(new ConsoleTarget
{
    Layout = Layout.FromString("nlog ${message} ${event-properties:dd.trace_id} ${event-properties:dd.span_id} ${event-properties:dd.service} ${event-properties:dd.env} ${event-properties:dd.version}"),
});
LogManager.Configuration = configuration;
var nlog = LogManager.GetLogger("kitchen");

using var factory = LoggerFactory.Create(logging => logging.AddProvider(new PrintingProvider()));
var extensions = factory.CreateLogger("kitchen");

using (var span = Tracer.Trace("cook"))
{
    Console.WriteLine($"span {span.TraceId:x32} {span.SpanId}");
    serilog.Warning("inside");
    nlog.Warn("inside");
    extensions.LogWarning("inside");
}
// The program's own event, more than once.
var own = LogEventInfo.Create(NLog.LogLevel.Warn, "kitchen", "own");
own.Properties["mine"] = 1;
nlog.Log(own);
nlog.Log(own);
Console.WriteLine("properties " + string.Join(' ', own.Properties.Keys));
serilog.Warning("outside");
nlog.Warn("outside");
extensions.LogWarning("outside");
