using DdRun.Instrumentation.Explain;
using DdRun.Testing;

namespace DdRun.Instrumentation.Tests.Weaving;

public sealed class HandWrittenTests : IDisposable
{
    private const string Everything = """{ "instrument": [ { "method": "Written.**.**", "tags": { "r": "{return}" } } ] }""";

    private const string UpToTailCalls = """
        { "instrument": [
            { "method": "Written.**.**", "tags": { "r": "{return}" }, "endBeforeTailCalls": true },
            { "method": "Written.Bodies.Down(*)", "when": "parent", "endBeforeTailCalls": true } ] }
        """;

    private static readonly string[] s_tailCalls = ["TailCall", "TailCallOrReturn", "TailCallOfConstraint", "TailCallOfGenerics", "DeepTailCalls", "Down"];

    private static readonly Dictionary<string, string> s_refused = new(s_tailCalls.Select(name => KeyValuePair.Create(name, "tail-call")))
    {
        ["TailCallOfPointer"] = "tail-call",
        ["Jump"] = "jump",
        ["ArgumentList"] = "varargs",
    };

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
        Assert.Equal(3 + 12 + 2 + 1 + 6, methods.Count);
    }

    [Fact]
    public async Task Spans_may_end_before_tail_calls()
    {
        var plain = await WovenProcess.RunPlain("dotnet", ShapesApp.Path(false), "bodies", Assembly);
        var (woven, spans) = await WovenProcess.Run(UpToTailCalls, "dotnet", ShapesApp.Path(false), "bodies", Assembly);
        Assert.Equal(plain.Output, woven.Output);
        Assert.Contains("DeepTailCalls = ", woven.Output, StringComparison.Ordinal);
        Assert.Equal("", woven.Errors);
        foreach (var name in s_tailCalls.Where(name => name != "Down"))
            Assert.Equal((name, 3), (name, spans.Count(span => span.Name == "Bodies." + name)));
        // Whoever is called that way is not within.
        var ended = spans.Where(span => s_tailCalls.Contains(span.Name.Replace("Bodies.", "", StringComparison.Ordinal))).Select(span => span.SpanId).ToHashSet();
        Assert.DoesNotContain(spans, span => ended.Contains(span.ParentId));
        // A result is known where the method itself returns it.
        Assert.All(spans.Where(span => span.Name == "Bodies.TailCall"), span => Assert.False(span.Metrics.ContainsKey("r")));
        Assert.Contains(spans, span => span.Name == "Bodies.TailCallOrReturn" && span.Metrics.ContainsKey("r"));
        Assert.Contains(spans, span => span.Name == "Bodies.TailCallOrReturn" && !span.Metrics.ContainsKey("r"));
    }

    [Fact]
    public void What_is_woven_up_to_its_tail_calls_says_so()
    {
        var manifest = Path.Combine(_folder.Path, "all.json");
        File.WriteAllText(manifest, UpToTailCalls);
        var methods = Explanation.OfManifests(Assembly, [manifest]).Methods;
        Assert.Equal(["TailCallOfPointer"], methods.Where(method => method.Refusal?.Code == "tail-call").Select(method => method.Method["Written.Bodies.".Length..method.Method.IndexOf('(', StringComparison.Ordinal)]));
        Assert.Equal("the span ends before 2 tail calls", Assert.Single(Assert.Single(methods, method => method.Method.StartsWith("Written.Bodies.TailCallOfGenerics(", StringComparison.Ordinal)).Notes));
    }
}
