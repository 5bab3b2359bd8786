namespace DdRun.EndToEnd.Tests;

public class Nesting
{
    [Fact]
    public async Task Spans_nest_over_await()
    {
        await using var rig = await Rig.Start();
        var result = await TargetProcess.Run(rig.Dotnet("Kitchen", Rules.Chef, "nesting"));
        Assert.Equal((0, "bread for ham with HAM, garnished\n"), (result.ExitCode, result.Output));
        var chunk = Assert.Single(rig.Agent.Chunks.Items);
        AssertTree(chunk);
    }

    [Fact]
    public async Task Parallel_work_gives_traces_that_do_not_mix()
    {
        await using var rig = await Rig.Start();
        var target = rig.Dotnet("Kitchen", Rules.Chef, "parallel");
        var result = await TargetProcess.Run(target);
        Assert.Equal((await TargetProcess.Run(target.Plain)).Output, result.Output);
        Assert.Equal(8, rig.Agent.Chunks.Items.Count);
        Assert.All(rig.Agent.Chunks.Items, AssertTree);
        Assert.Equal(8, rig.Agent.Spans.Items.Select(span => span.TraceId).Distinct().Count());
    }

    [Fact]
    public async Task Spans_reach_an_agent_behind_a_unix_socket()
    {
        await using var rig = await Rig.StartUnix();
        await TargetProcess.Run(rig.Dotnet("Kitchen", Rules.Chef, "nesting"));
        AssertTree(Assert.Single(rig.Agent.Chunks.Items));
    }

    [Fact]
    public async Task A_trace_says_where_it_comes_from()
    {
        await using var rig = await Rig.Start();
        var target = rig.Dotnet("Kitchen", Rules.Garnish, "runtime");
        await TargetProcess.Run(target with { LauncherArguments = [.. target.LauncherArguments!, "--env", "testing", "--version-tag", "1.2.3"] });
        var span = Assert.Single(rig.Agent.Spans.Items);
        Assert.Equal("e2e", span.Service);
        Assert.Equal("testing", span.Meta["env"]);
        Assert.Equal("1.2.3", span.Meta["version"]);
        Assert.Equal("dotnet", span.Meta["language"]);
        Assert.Equal(32, span.Meta["runtime-id"].Length);
        Assert.NotEqual(0, span.ProcessId);
        Assert.Equal(1, span.Metrics["_sampling_priority_v1"]);
    }

    private static void AssertTree(IReadOnlyList<ReceivedSpan> chunk)
    {
        var byName = chunk.ToDictionary(span => span.Name);
        Assert.Equal(["fetch", "fill", "garnish", "plate", "serve", "slice"], byName.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(0ul, byName["serve"].ParentId);
        AssertInside("slice", "serve");
        AssertInside("fill", "serve");
        AssertInside("fetch", "fill");
        AssertInside("plate", "serve");
        AssertInside("garnish", "plate");

        void AssertInside(string child, string parent)
        {
            Assert.Equal(byName[parent].SpanId, byName[child].ParentId);
            Assert.Equal(byName[parent].TraceId, byName[child].TraceId);
            Assert.InRange(byName[child].Start, byName[parent].Start, byName[parent].End);
            Assert.InRange(byName[child].End, byName[parent].Start, byName[parent].End);
        }
    }
}
