namespace DdRun.EndToEnd.Tests;

public class Methods
{
    [Theory]
    [InlineData("DOTNET_TieredCompilation", "1")]
    [InlineData("DOTNET_TieredCompilation", "0")]
    [InlineData("DOTNET_TC_QuickJitForLoops", "0")]
    public async Task No_call_of_a_method_that_would_have_been_inlined_is_missed(string setting, string value)
    {
        await using var rig = await Rig.Start();
        var target = rig.Dotnet("Kitchen", [Rules.Rule("Kitchen.Chef.Salt(*)", "salt")], "inlined");
        var result = await TargetProcess.Run(target with { Environment = new Dictionary<string, string>(target.Environment) { [setting] = value } });
        Assert.Equal("500\n", result.Output);
        Assert.Equal(500, rig.Agent.Spans.Items.Count);
    }

    [Fact]
    public async Task Calls_that_the_precompiler_inlined_in_a_library_are_seen()
    {
        await using var rig = await Rig.Start();
        var result = await TargetProcess.Run(rig.Dotnet(
            "Kitchen", [Rules.Rule("Pantry.Shelf.Count(*)", "count"), Rules.Rule("Pantry.Shelf.One(*)", "one"), Rules.Rule("Pantry.Shelf.Fetch(*)", "fetch")], "precompiled"));
        Assert.Equal("200\nSALT\n", result.Output);
        var spans = rig.Agent.Spans.Items;
        var count = Assert.Single(spans, span => span.Name == "count");
        Assert.Equal(200, spans.Count(span => span.Name == "one" && span.ParentId == count.SpanId));
        Assert.Single(spans, span => span.Name == "fetch");
    }

    [Fact]
    public async Task Generic_methods_and_methods_of_generic_types_are_traced()
    {
        await using var rig = await Rig.Start();
        var target = rig.Dotnet("Kitchen",
            [Rules.Rule("Kitchen.Chef.Mix(*)", "mix"), Rules.Rule("Kitchen.Box.Put(*)", "put"), Rules.Rule("Kitchen.Box.Pair(*)", "pair"), Rules.Rule("Kitchen.Box+Lid.Turn(*)", "turn")],
            "generics");
        var result = await TargetProcess.Run(target);
        Assert.Equal((await TargetProcess.Run(target.Plain)).Output, result.Output);
        var counts = rig.Agent.Spans.Items.CountBy(span => span.Name).ToDictionary();
        Assert.Equal(new Dictionary<string, int> { ["mix"] = 3, ["put"] = 2, ["pair"] = 2, ["turn"] = 2 }, counts);
    }
}
