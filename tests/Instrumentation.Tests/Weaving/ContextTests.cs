using DdRun.Testing;

namespace DdRun.Instrumentation.Tests.Weaving;

public class ContextTests
{
    [Theory]
    [InlineData("""{ "method": "Jobs.Start.Call" }, { "method": "System.String.Concat(*)" }, { "method": "DdRun.Tracer.StartSpan(*)" }""")]
    [InlineData("""{ "implements": "Contracts.IJob.Run" }, { "method": "Jobs.Start.Call" }""")]
    public async Task Contexts_of_the_targets_own_are_woven_and_collectible_ones_left_alone_and_let_go(string rules)
    {
        using var folder = new TemporaryFolder();
        var jobs = PluginAssemblies.WriteAlone(folder.Path);
        var (result, spans) = await WovenProcess.Run(
            $$"""{ "instrument": [ {{rules}} ] }""",
            new Dictionary<string, string> { ["DD_TRACE_DEBUG"] = "true" }, "dotnet", ShapesApp.Path(false), "contexts", jobs);

        Assert.Equal("7\n7\nunloaded: True\n", result.Output);
        Assert.Equal("Start.Call", Assert.Single(spans).Name);
        var log = result.Errors;
        Assert.Contains("Jobs: Jobs.Start.Call is woven", log, StringComparison.Ordinal);
        Assert.Contains("Jobs is left alone (collectible)", log, StringComparison.Ordinal);
        Assert.Contains("Made is left alone (dynamic)", log, StringComparison.Ordinal);
        Assert.Contains("System.Private.CoreLib is left alone (core-library)", log, StringComparison.Ordinal);
        Assert.Contains("DdRun.Runtime is left alone (own-code)", log, StringComparison.Ordinal);
    }
}
