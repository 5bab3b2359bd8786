using DdRun.Instrumentation.Explain;
using DdRun.Testing;

namespace DdRun.Instrumentation.Tests.Weaving;

public sealed class HandWrittenTests : IDisposable
{
    private const string Everything = """{ "instrument": [ { "method": "Written.**.**", "tags": { "r": "{return}" } } ] }""";

    private static readonly Dictionary<string, string> s_refused = new() { ["TailCall"] = "tail-call", ["Jump"] = "jump", ["ArgumentList"] = "varargs" };

    private readonly TemporaryFolder _folder = new();

    private string Assembly { get; }

    public HandWrittenTests()
    {
        Assembly = Path.Combine(_folder.Path, "Written.dll");
        HandWrittenIl.Write(Assembly);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Code_that_no_C_sharp_compiler_emits_does_the_same_woven_as_unwoven()
    {
        var plain = await WovenProcess.RunPlain("dotnet", ShapesApp.Path(false), "bodies", Assembly);
        var (woven, spans) = await WovenProcess.Run(Everything, "dotnet", ShapesApp.Path(false), "bodies", Assembly);

        Assert.Equal(plain.Output, woven.Output);
        Assert.Contains("FilterInHandler = 3 3 3\n", woven.Output, StringComparison.Ordinal);
        Assert.Equal("", woven.Errors);
        // Only Windows can call it: elsewhere it does not compile, whoever wrote the body, and is put back.
        var compiles = !plain.Output.Contains("CallsArgumentList = InvalidProgramException", StringComparison.Ordinal);
        Assert.Equal(compiles ? 0 : 1, woven.Output.Split('\n').Count(line => line.Contains("InvalidProgramException", StringComparison.Ordinal)));
        Assert.Equal(compiles ? 3 : 0, spans.Count(span => span.Name == "Bodies.CallsArgumentList"));
        string[] called = ["ManagedCalli", "UnmanagedCalli", "Large", "ManyLocals", "FilterInHandler", "FilterAroundFilter", "FaultInFinally", "StackAcrossBranches",
            "NothingAfterThrow", "BackwardHandler", "VirtualBaseCall"];
        foreach (var name in called)
            Assert.Equal(3, spans.Count(span => span.Name == "Bodies." + name));
        Assert.Equal(3, spans.Count(span => span.Name == "Held..ctor"));
        foreach (var name in s_refused.Keys)
            Assert.DoesNotContain(spans, span => span.Name == "Bodies." + name);
    }

    [Fact]
    public void What_cannot_be_woven_is_refused_with_its_code()
    {
        var manifest = Path.Combine(_folder.Path, "all.json");
        File.WriteAllText(manifest, Everything);
        var methods = Explanation.OfManifests(Assembly, [manifest]).Methods;

        Assert.Equal(s_refused, methods.Where(method => method.Refusal is not null).ToDictionary(method => method.Method["Written.Bodies.".Length..method.Method.IndexOf('(', StringComparison.Ordinal)], method => method.Refusal!.Code));
        Assert.Equal(3 + 12 + 2 + 1, methods.Count);
    }
}
