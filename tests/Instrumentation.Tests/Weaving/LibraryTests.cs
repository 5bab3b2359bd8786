using System.Text.RegularExpressions;
using DdRun.Instrumentation.Explain;
using DdRun.Instrumentation.Plans;
using DdRun.Testing;

namespace DdRun.Instrumentation.Tests.Weaving;

public class LibraryTests
{
    [Fact]
    public async Task Every_method_of_many_libraries_compiles_and_works_woven()
    {
        var plain = await WovenProcess.RunPlain("dotnet", LibrariesApp.Path, "compile");
        var (woven, _) = await WovenProcess.Run(LibrariesApp.EveryMethod, "dotnet", LibrariesApp.Path, "compile");

        Assert.Equal("", woven.Errors);
        Assert.Equal(plain.Output.Split('\n'), woven.Output.Split('\n'));
        Assert.Contains("Newtonsoft.Json: 4107 compiled", woven.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Libraries_work_with_a_span_for_every_call()
    {
        // Cecil's work is millions of calls; a span for each would measure the machine.
        var manifest = LibrariesApp.EveryMethodOf(LibrariesApp.Names.Where(name => name != "Mono.Cecil"), "always");
        var plain = await WovenProcess.RunPlain("dotnet", LibrariesApp.Path);
        var (woven, spans) = await WovenProcess.Run(manifest, "dotnet", LibrariesApp.Path);

        Assert.Equal(plain.Output.Split('\n'), woven.Output.Split('\n'));
        Assert.NotEmpty(spans);
    }

    [Fact]
    public async Task F_sharp_works_woven_up_to_its_tail_calls()
    {
        string[] names = ["FsCheck", "FSharp.Core"];
        var manifest = "{ \"instrument\": [" + string.Join(",", names.Select(name => $"{{ \"method\": \"**.**\", \"assembly\": \"{name}\", \"when\": \"parent\", \"endBeforeTailCalls\": true }}")) + "] }";
        var plain = await WovenProcess.RunPlain(["dotnet", LibrariesApp.Path, "compile", .. names]);
        var (woven, _) = await WovenProcess.Run(manifest, new Dictionary<string, string> { ["DD_LOGS_INJECTION"] = "false" }, ["dotnet", LibrariesApp.Path, "compile", .. names]);
        Assert.Equal("", woven.Errors);
        Assert.Equal(plain.Output.Split('\n'), woven.Output.Split('\n'));

        using var folder = new TemporaryFolder();
        var refused = Explanation.OfManifests(LibrariesApp.Path, [folder.Write("all.json", manifest)]).Methods.Where(method => method.Refusal == Refusal.TailCall).ToList();
        Assert.True(refused.Count == 0, $"{refused.Count}: {string.Join(", ", refused.Take(10).Select(method => method.Method))}");
    }

    /// <summary>Where hot reload may change modules, they are woven by requests.</summary>
    [Theory]
    [InlineData("", "kept")]
    [InlineData("none", "items")]
    public async Task A_library_is_woven_as_its_methods_are_compiled(string modifiable, string word)
    {
        string[] command = ["dotnet", LibrariesApp.Path, "compile", "NodaTime"];
        var plain = await WovenProcess.RunPlain(command);
        using var folder = new TemporaryFolder();
        var environment = new Dictionary<string, string>
        {
            ["DOTNET_MODIFIABLE_ASSEMBLIES"] = modifiable,
            ["DD_LOGS_INJECTION"] = "false",
            ["DD_TRACE_DEBUG"] = "true",
            ["DD_TRACE_LOG_SINKS"] = "file",
            ["DD_TRACE_LOG_DIRECTORY"] = folder.Path,
        };
        var (woven, _) = await WovenProcess.Run(LibrariesApp.EveryMethodOf(["NodaTime"], "parent"), environment, command);

        Assert.Equal(plain.Output, woven.Output);
        var log = string.Concat(Directory.GetFiles(folder.Path, "*native*").Select(File.ReadAllText)).Split('\n');
        // Of thousands of methods there is one plan; those of integrations have a few.
        var carried = Assert.Single(log, line => Regex.IsMatch(line, @" \d{4,} methods"));
        Assert.Contains(word, carried, StringComparison.Ordinal);
        Assert.EndsWith(": 00000000", carried, StringComparison.Ordinal);
    }

    [Fact]
    public void Hardly_any_method_is_refused()
    {
        using var folder = new TemporaryFolder();
        var manifest = Path.Combine(folder.Path, "all.json");
        File.WriteAllText(manifest, LibrariesApp.EveryMethod);
        var explanation = Explanation.OfManifests(LibrariesApp.Path, [manifest]);
        // Only F# makes tail calls.
        var refused = explanation.Methods.Where(method => method.Refusal is { } refusal && (refusal != Refusal.TailCall || method.Assembly != "FsCheck")).ToList();

        Assert.Empty(explanation.Problems);
        Assert.Empty(explanation.Unmatched);
        Assert.True(explanation.Methods.Count > 24_000, $"{explanation.Methods.Count} methods");
        Assert.True(refused.Count < explanation.Methods.Count / 200,
            $"{refused.Count} of {explanation.Methods.Count} refused: " + string.Join(", ", refused.GroupBy(method => method.Refusal!.Code).Select(group => $"{group.Key} {group.Count()}")));
    }
}
