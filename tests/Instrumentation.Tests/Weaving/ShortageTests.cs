using DdRun.Testing;

namespace DdRun.Instrumentation.Tests.Weaving;

public sealed class ShortageTests : IDisposable
{
    private const string Rule = """{ "instrument": [ { "method": "Jobs.Start.Call", "name": "call" } ] }""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>What planning needs of the framework would be missing for good, for the program as well, if it were loaded then.</summary>
    [Fact]
    public async Task What_is_loaded_without_a_descriptor_left_is_planned_when_there_are_some_again()
    {
        string first = Plugin("first"), second = Plugin("second");
        var environment = new Dictionary<string, string> { ["DD_RUN_CACHE"] = "on", ["XDG_CACHE_HOME"] = _folder.Path };
        // A start that finds its plans has loaded nothing that makes some.
        await WovenProcess.Run(Rule, environment, "dotnet", ShapesApp.Path(false), "copies", Plugin("before"), "1");
        var (result, spans) = await WovenProcess.Run(Rule, environment, "sh", "-c", $"ulimit -n 256; exec dotnet '{ShapesApp.Path(false)}' short '{first}' '{second}'");

        Assert.True(result is { ExitCode: 0, Output: "7\n7\nTrue\n7\n7\n" }, result.ToString());
        Assert.Contains("1 assemblies were loaded while the process had too few file descriptors left", result.Errors, StringComparison.Ordinal);
        // Of the second: nothing was known of the first when it was called.
        Assert.Equal("call", Assert.Single(spans).Name);
    }

    private string Plugin(string name) => PluginAssemblies.WriteAlone(Directory.CreateDirectory(Path.Combine(_folder.Path, name)).FullName);
}
