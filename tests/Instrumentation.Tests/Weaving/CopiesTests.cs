using DdRun.Testing;

namespace DdRun.Instrumentation.Tests.Weaving;

public sealed class CopiesTests : IDisposable
{
    private const string Rule = """{ "instrument": [ { "method": "Jobs.Start.Call", "tags": { "a": "{0}", "r": "{return}" } } ] }""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("off")]
    [InlineData("on")]
    public async Task Copies_of_an_assembly_have_one_plan_and_spans_of_their_own(string cache)
    {
        var jobs = PluginAssemblies.WriteAlone(_folder.Path);
        for (var start = 0; start < 2; start++)
        {
            var (result, spans) = await WovenProcess.Run(
                Rule,
                new Dictionary<string, string> { ["DD_RUN_CACHE"] = cache, ["XDG_CACHE_HOME"] = _folder.Path, ["DD_TRACE_DEBUG"] = "true", ["DD_TRACE_LOG_SINKS"] = "file", ["DD_TRACE_LOG_DIRECTORY"] = Path.Combine(_folder.Path, "log" + start) },
                "dotnet", ShapesApp.Path(false), "copies", jobs, "5");

            Assert.Equal("77777\n", result.Output);
            Assert.Equal(5, spans.Count);
            Assert.All(spans, span => Assert.Equal((3, 7), (span.Metrics["a"], span.Metrics["r"])));
            var log = string.Concat(Directory.GetFiles(Path.Combine(_folder.Path, "log" + start)).Select(File.ReadAllText)).Split('\n');
            Assert.Single(log, line => line.Contains("Jobs.Start.Call is woven by", StringComparison.Ordinal));
            Assert.Equal(4, log.Count(line => line.Contains("Jobs is woven as the copy that was loaded before", StringComparison.Ordinal)));
        }
    }

    /// <summary>Of a large assembly the first copy has a plan that the profiler keeps; the second is woven by a request, and lends to the others.</summary>
    [Theory]
    [InlineData("off")]
    [InlineData("on")]
    public async Task Copies_of_a_large_assembly_share_the_plan_of_the_second(string cache)
    {
        const int Others = 200;
        var jobs = PluginAssemblies.WriteAlone(_folder.Path, Others);
        for (var start = 0; start < 2; start++)
        {
            var (result, spans) = await WovenProcess.Run(
                """{ "instrument": [ { "method": "Jobs.*.*", "name": "job" } ] }""",
                new Dictionary<string, string> { ["DD_RUN_CACHE"] = cache, ["XDG_CACHE_HOME"] = _folder.Path, ["DD_TRACE_DEBUG"] = "true", ["DD_TRACE_LOG_SINKS"] = "file", ["DD_TRACE_LOG_DIRECTORY"] = Path.Combine(_folder.Path, "log" + start) },
                "dotnet", ShapesApp.Path(false), "copies", jobs, "5");

            Assert.Equal("77777\n", result.Output);
            Assert.Equal(Enumerable.Repeat("job", 5), spans.Select(span => span.Name));
            var log = string.Concat(Directory.GetFiles(Path.Combine(_folder.Path, "log" + start)).Select(File.ReadAllText)).Split('\n');
            Assert.Single(log, line => line.EndsWith($" {Others + 1} methods kept: 00000000", StringComparison.Ordinal));
            Assert.Single(log, line => line.EndsWith($" items, {Others + 1} methods: 00000000", StringComparison.Ordinal));
            Assert.Equal(3, log.Count(line => line.Contains("Jobs is woven as the copy that was loaded before", StringComparison.Ordinal)));
        }
    }
}
