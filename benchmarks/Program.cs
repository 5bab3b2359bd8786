using DdRun.Benchmarks;
using DdRun.Benchmarks.Spans;

Benchmark[] all =
[
    new("spans", "span against Activity with a listener", SpanAgainstActivity.Run),
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
