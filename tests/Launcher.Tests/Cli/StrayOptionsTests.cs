namespace DdRun.Launcher.Tests.Cli;

public class StrayOptionsTests
{
    /// <summary>Every command, with what it cannot do without.</summary>
    public static readonly TheoryData<string> Commands = new()
    {
        "ps", "watch A.B", "trace A.B", "monitor A.B", "stack A.B", "loaded", "loaded A.B", "rules", "rules 4711", "attach", "attach 4711", "detach", "detach 4711", "env",
        "completion bash", "explain A.B --pid 4711", "explain A.B --app .", "manifest check dd-run.json --app .", "manifest init --app .", "watch A.B cart.Total",
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public void An_option_that_a_command_does_not_have_is_wrong_usage(string command)
    {
        foreach (var option in new[] { "--no-such-option", "--no-such-option=5", "-q" })
        {
            var result = DdRunProcess.Run([.. command.Split(' '), option]);
            Assert.Equal((2, ""), (result.ExitCode, result.Output));
            Assert.Contains($" has no option {option.Split('=')[0]}", result.Error, StringComparison.Ordinal);
            Assert.EndsWith("--help explains the usage\n", result.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("attach --locl", "attach has no option --locl; did you mean --local?")]
    [InlineData("watch A.B --levls 3", "watch has no option --levls; did you mean --levels?")]
    [InlineData("watch A.B --pid --no-such-option", "--pid takes a value, and what follows is --no-such-option; write --pid=--no-such-option if that is meant")]
    [InlineData("rules --set --no-such-option", "--set takes a value, and what follows is --no-such-option; write --set=--no-such-option if that is meant")]
    [InlineData("watch", "watch takes a PATTERN, or --manifest FILE")]
    public void A_mistake_is_told_with_what_may_have_been_meant(string command, string expected)
    {
        var result = DdRunProcess.Run(command.Split(' '));
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith($"dd-run: {expected}\n", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("attach -- --no-such-name", "no .NET process is called --no-such-name")]
    [InlineData("watch A.B -n5 -x3 --pid no-such-name-at-all", "no .NET process is called no-such-name-at-all")]
    [InlineData("watch A.B --if -1 --pid=--no-such-name", "no .NET process is called --no-such-name")]
    public void What_is_meant_as_a_value_is_none(string command, string expected)
    {
        var result = DdRunProcess.Run(command.Split(' '));
        Assert.Equal(125, result.ExitCode);
        Assert.StartsWith($"dd-run: {expected}", result.Error, StringComparison.Ordinal);
    }
}
