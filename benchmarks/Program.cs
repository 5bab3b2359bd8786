using System.Globalization;
using DdRun.Benchmarks;
using DdRun.Benchmarks.Live;
using DdRun.Benchmarks.Metrics;
using DdRun.Benchmarks.Spans;
using DdRun.Benchmarks.Weaving;

if (args is [WeavingChild.Argument, var measurement])
    return WeavingChild.Run(measurement);

if (args is [EndToEndChild.Argument, var subject, var spansPerTrace, var url])
    return EndToEndChild.Run(subject, int.Parse(spansPerTrace, CultureInfo.InvariantCulture), url);

if (args is [LiveChild.Argument, var role])
    return LiveChild.Run(role);

if (args.Length > 0 && args[0] == Footprint.ChildArgument)
    return FootprintChild.Run(args);

if (args.Length > 0 && args[0] == SoakChild.Argument)
    return SoakChild.Run(args[1..]);

Benchmark[] all =
[
    new("spans", "span against Activity with a listener", SpanAgainstActivity.Run),
    new("disabled", "span while tracing is disabled", DisabledSpan.Run),
    new("encoding", "tag values encoded a second", Encoding.Run),
    new("opentelemetry", "spans to the agent and by OTLP against the OpenTelemetry SDK", EndToEnd.Run),
    new("unsampled", "dropped spans against kept ones", Unsampled.Run),
    new("overload", "spans of traces that are left out while more is made than can be sent", Overload.Run),
    new("counting", "counting a span under its obfuscated resource", Counting.Run),
    new("hanging", "finishing spans while the agent hangs", HangingAgent.Run),
    new("weaving", "a library woven, from the cache, and a woven call", WeavingSpeed.Run),
    new("scaling", "planning a method of small and of large assemblies", WeavingScale.Run),
    new("live", "a call that is watched, counted, and put back, and the time to the first event", LiveCost.Run),
    new("increments", "recording a value with Statsd", Increments.Run),
    new("meters", "a measurement of the application's meters", MeterMeasurements.Run),
    new("cycle", "collecting and sending all runtime metrics once", CollectionCycle.Run),
    new("footprint", "a process with and without runtime metrics", Footprint.Run),
    new("live-soak", "ten minutes of weaving and putting back a library under load", LiveSoak.Library) { OnlyByName = true },
    new("live-soak-web", "ten minutes of weaving and putting back a web server under 32 connections", LiveSoak.Server) { OnlyByName = true },
    new("soak", "ten minutes with an agent that comes and goes", Soak.Run) { OnlyByName = true },
];

Benchmark[] chosen = [.. all.Where(benchmark => args.Length == 0 ? !benchmark.OnlyByName : args.Contains(benchmark.Name))];
if (chosen.Length == 0)
{
    foreach (var benchmark in all)
        Console.WriteLine($"{benchmark.Name,-16}{benchmark.What}");
    return 2;
}
foreach (var benchmark in chosen)
{
    Console.WriteLine($"{benchmark.Name}: {benchmark.What}");
    benchmark.Run();
    Console.WriteLine();
}
return 0;
