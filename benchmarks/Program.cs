using DdRun.Benchmarks;
using DdRun.Benchmarks.Spans;
using DdRun.Benchmarks.Weaving;

if (args is [WeavingChild.Argument, var measurement])
    return WeavingChild.Run(measurement);

Benchmark[] all =
[
    new("spans", "span against Activity with a listener", SpanAgainstActivity.Run),
    new("disabled", "span while tracing is disabled", DisabledSpan.Run),
    new("encoding", "tag values encoded a second", Encoding.Run),
    new("opentelemetry", "spans to the agent against the OpenTelemetry SDK", EndToEnd.Run),
    new("unsampled", "dropped spans against kept ones", Unsampled.Run),
    new("weaving", "a library woven, from the cache, and a woven call", WeavingSpeed.Run),
];

var chosen = args.Length == 0 ? all : [.. all.Where(benchmark => args.Contains(benchmark.Name))];
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
