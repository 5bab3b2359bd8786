using DdRun.Launcher.Cli;

namespace DdRun.Launcher.Tests.Cli;

public class SplitArgumentsTests
{
    [Theory]
    [InlineData("dotnet app.dll", 0)]
    [InlineData("--local dotnet app.dll --local", 1)]
    [InlineData("--service shop dotnet app.dll", 2)]
    [InlineData("--service=shop dotnet app.dll", 1)]
    [InlineData("--service:shop dotnet app.dll", 1)]
    [InlineData("-m a.json -m b.json -d ./app -x", 5)]
    [InlineData("-- --service", 1)]
    [InlineData("--local -- dotnet -- x", 2)]
    [InlineData("--unknown dotnet", 1)]
    [InlineData("--service", 1)]
    [InlineData("--service -- dotnet", 2)]
    [InlineData("- x", 0)]
    [InlineData("--help", 1)]
    public void The_command_begins_at_the_first_word_that_is_neither_an_option_nor_its_value(string line, int expected)
    {
        var arguments = line.Split(' ');

        var split = SplitArguments.Of(arguments);

        Assert.Equal(expected, split.CommandIndex);
        Assert.Equal(arguments[..(split.Separated ? expected - 1 : expected)], split.Own);
    }

    [Fact]
    public void An_empty_word_is_a_command() => Assert.Equal(0, SplitArguments.Of(["", "x"]).CommandIndex);
}
