namespace DdRun.EndToEnd.Tests;

public class Exceptions
{
    private static readonly string[] s_rules =
    [
        Rules.Rule("Kitchen.Chef.Burn(*)", "burn"),
        Rules.Rule("Kitchen.Chef.BurnLater(*)", "later"),
        Rules.Rule("Kitchen.Chef.BurnAtOnce(*)", "at-once"),
    ];

    [Fact]
    public async Task Type_message_and_stack_are_on_the_span()
    {
        await using var rig = await Rig.Start();
        await TargetProcess.Run(rig.Dotnet("Kitchen", s_rules, "exceptions"));
        var spans = rig.Agent.Spans.Items;
        Assert.Equal(["at-once", "burn", "burn", "burn", "later"], spans.Select(span => span.Name).Order(StringComparer.Ordinal));
        Assert.All(spans, span =>
        {
            Assert.Equal(1, span.Error);
            Assert.Equal("System.InvalidOperationException", span.Meta["error.type"]);
            Assert.EndsWith(" is burnt", span.Meta["error.message"], StringComparison.Ordinal);
            Assert.Contains("at Kitchen.Chef.Char(String dish)", span.Meta["error.stack"], StringComparison.Ordinal);
            Assert.Contains("System.TimeoutException: forgotten", span.Meta["error.stack"], StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task The_target_sees_the_same_exceptions_and_stack_traces_as_without_us()
    {
        await using var rig = await Rig.Start();
        var target = rig.Dotnet("Kitchen", s_rules, "exceptions");
        var plain = await TargetProcess.Run(target.Plain);
        var traced = await TargetProcess.Run(target);
        Assert.Equal(plain.Output, traced.Output);
        Assert.Equal(5, rig.Agent.Spans.Items.Count);
    }

    [Fact]
    public async Task An_unhandled_exception_ends_the_target_as_without_us_and_its_span_arrives()
    {
        await using var rig = await Rig.Start();
        var target = rig.Dotnet("Kitchen", [.. s_rules, .. Rules.Garnish], "exit", "unhandled");
        var plain = await TargetProcess.Run(target.Plain);
        var traced = await TargetProcess.Run(target);
        Assert.Equal(plain, traced);
        Assert.Contains("Unhandled exception. System.InvalidOperationException: everything is burnt", traced.Errors, StringComparison.Ordinal);
        Assert.Equal(["burn", "garnish"], rig.Agent.Spans.Items.Select(span => span.Name).Order(StringComparer.Ordinal));
    }
}
