using DdRun.Testing;

namespace DdRun.Instrumentation.Tests.Weaving;

public class OwnWorkTests
{
    // What matching, planning, checking, encoding, sending and metrics run on, and the target does not.
    private static readonly string[] s_ours =
    [
        "System.Reflection.Metadata", "System.Collections.Immutable", "System.IO.MemoryMappedFiles", "System.IO.Compression", "System.Net.Primitives", "System.Net.Sockets",
        "System.Net.NameResolution", "System.Text.RegularExpressions", "System.Text.Json", "System.Diagnostics.Process", "System.Diagnostics.DiagnosticSource", "Mono.Cecil",
    ];

    [Theory]
    [InlineData("DD_RUN_CACHE", "off")]
    [InlineData("DD_RUNTIME_METRICS_ENABLED", "true")]
    public async Task Nothing_that_we_run_makes_spans_whatever_the_rules(string name, string value)
    {
        using var statsd = StatsdReceiver.Start();
        var rules = string.Join(", ", s_ours.Select(assembly => $$"""{ "method": "**.**", "assembly": "{{assembly}}" }"""));
        var (result, spans) = await WovenProcess.Run(
            $$"""{ "instrument": [ {{rules}}, { "method": "Shapes.Unobserved.Run", "tags": { "return": "{return}" } } ] }""", new Dictionary<string, string> { [name] = value, ["DD_DOGSTATSD_URL"] = statsd.Url }, "dotnet", ShapesApp.Path(false), "unobserved");

        Assert.Equal("", result.Errors);
        Assert.Equal("Unobserved.Run", Assert.Single(spans).Name);
    }

    [Fact]
    public async Task Looking_for_implementations_makes_no_spans_of_what_implements()
    {
        var (result, spans) = await WovenProcess.Run(
            """{ "instrument": [ { "implements": "System.Collections.Generic.IEnumerator.*" }, { "implements": "System.IDisposable.Dispose" }, { "implements": "System.IComparable.*" }, { "overrides": "System.IO.Stream.*" } ] }""",
            "dotnet", ShapesApp.Path(false), "contexts", PluginAssemblies.WriteAlone(Directory.CreateTempSubdirectory("dd-run-").FullName));

        Assert.Equal("", result.Errors);
        Assert.DoesNotContain(spans, span => span.Name.Contains("Metadata", StringComparison.Ordinal) || span.Name.Contains("Handle", StringComparison.Ordinal) || span.Name.Contains("Memory", StringComparison.Ordinal));
    }
}
