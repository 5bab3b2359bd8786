using DdRun.Configuration;

namespace DdRun.Benchmarks.Spans;

internal static class BenchmarkSettings
{
    public static Settings Create(params (string Name, string Value)[] more)
    {
        var values = more.ToDictionary(pair => pair.Name, pair => pair.Value);
        values.TryAdd("DD_SERVICE", "benchmark");
        return new Settings(name => values.GetValueOrDefault(name));
    }
}
