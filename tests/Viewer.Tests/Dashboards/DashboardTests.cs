using System.Text.Json;
using System.Text.RegularExpressions;
using DdRun.Testing;

namespace DdRun.Viewer.Tests.Dashboards;

/// <summary>Every metric on a dashboard is one that the Runtime sends.</summary>
public sealed partial class DashboardTests
{
    // Names as they stand in the sources of what sends them.
    private static readonly HashSet<string> Sent = [.. Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "src", "Runtime", "Metrics"), "*.cs", SearchOption.AllDirectories)
        .SelectMany(file => Text().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value)];

    [Fact]
    public void DatadogsHasOnlyMetricsThatAreSent()
    {
        var names = Names("datadog.json", DogStatsd());
        Assert.InRange(names.Count, 20, 60);
        Assert.DoesNotContain(names, name => !IsSent(name));
    }

    [Fact]
    public void GrafanasHasOnlyMetricsThatAreSent()
    {
        // As OTLP's names are written for Prometheus: with the unit behind them, and _total behind what only grows.
        var sent = Sent.Where(name => name.StartsWith("dotnet.", StringComparison.Ordinal)).Select(name => name.Replace('.', '_')).ToHashSet();
        var names = Names("grafana.json", Prometheus()).Select(name => Suffix().Replace(name, "")).ToHashSet();
        Assert.InRange(names.Count, 10, 40);
        Assert.DoesNotContain(names, name => !sent.Contains(name));
    }

    [Fact]
    public void ThePagesHasOnlyMetricsThatAreSent()
    {
        var source = File.ReadAllText(Path.Combine(Repository.Root, "src", "Viewer", "web", "src", "lib", "dashboard.ts"));
        var names = DogStatsd().Matches(source).Select(match => match.Value.TrimEnd('.')).ToHashSet();
        Assert.InRange(names.Count, 20, 60);
        Assert.DoesNotContain(names, name => !IsSent(name));
    }

    // Where generations are counted through, the sources have the name's beginning only.
    private static bool IsSent(string name) => Sent.Contains(name) || Sent.Contains(name[..(name.LastIndexOf('.') + 1)]) || Sent.Any(sent => sent.StartsWith(name + ".", StringComparison.Ordinal));

    private static HashSet<string> Names(string file, Regex name)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "dashboards", file));
        using (JsonDocument.Parse(text))
            return [.. name.Matches(text).Select(match => match.Value)];
    }

    [GeneratedRegex("\"((?:runtime\\.)?dotnet\\.[a-z0-9_.]+)")]
    private static partial Regex Text();

    [GeneratedRegex(@"runtime\.dotnet\.[a-z0-9_.]+")]
    private static partial Regex DogStatsd();

    [GeneratedRegex(@"\bdotnet_[a-z0-9_]+(?=\{|,)")]
    private static partial Regex Prometheus();

    [GeneratedRegex("(_seconds|_bytes)?(_total)?$")]
    private static partial Regex Suffix();
}
