using System.Text.RegularExpressions;
using DdRun.Testing;
using Xunit;

namespace DdRun.Runtime.Tests.Metrics;

/// <summary>docs/metrics.md against the sources and what they send.</summary>
public sealed partial class MetricsPageTests
{
    private static readonly string s_page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "metrics.md"));

    [Fact]
    public void The_page_names_what_the_sources_name()
    {
        var named = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "Runtime", "Metrics", "Sources"), "*.cs")
            .SelectMany(file => Literal().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value)
            .Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(named, Row().Matches(s_page).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_page_gives_the_types_that_arrive()
    {
        var types = Row().Matches(s_page).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        foreach (var row in RuntimeMetricsTests.Names)
            Assert.Equal((string)row[1]! == "g" ? "gauge" : "count", types[(string)row[0]!]);
    }

    [GeneratedRegex("\"(runtime\\.dotnet\\.[a-z0-9_.]+)\"")]
    private static partial Regex Literal();

    [GeneratedRegex(@"^\| `(runtime\.dotnet\.[a-z0-9_.]+)` \| (\w+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
