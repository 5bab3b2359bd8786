using DdRun.Testing;

namespace DdRun.Integrations.Tests.Processes;

public sealed class LogTests
{
    [Theory]
    [InlineData("Logs", "serilog")]
    [InlineData("Logs", "nlog")]
    [InlineData("Logs", "extensions")]
    [InlineData("Logs2", "serilog")]
    [InlineData("Logs2", "nlog")]
    [InlineData("Logs2", "extensions")]
    public async Task Records_carry_the_trace_when_injection_is_on(string app, string logger)
    {
        var lines = await Run(app, "true");
        var ids = Assert.Single(lines, line => line.StartsWith("span ", StringComparison.Ordinal))["span ".Length..];
        Assert.Contains($"{logger} inside {ids} kitchen here 1.2.3", lines);
        Assert.Contains($"{logger} outside 0 0 kitchen here 1.2.3", lines);
        Assert.Equal(2, lines.Count(line => line == "nlog own 0 0 kitchen here 1.2.3"));
        Assert.Contains("properties mine", lines);
    }

    [Theory]
    [InlineData("serilog")]
    [InlineData("nlog")]
    [InlineData("extensions")]
    public async Task Records_are_left_alone_when_injection_is_off(string logger) =>
        Assert.Contains($"{logger} inside", (await Run("Logs", "false")).Select(line => line.TrimEnd()));

    private static async Task<string[]> Run(string app, string injection)
    {
        await using var agent = await TestAgent.Start();
        var result = await TargetProcess.Run(new Target("dotnet", Repository.App(app, app + ".dll"))
        {
            Environment = new Dictionary<string, string>
            {
                ["DD_TRACE_AGENT_URL"] = agent.Url,
                ["DD_SERVICE"] = "kitchen",
                ["DD_ENV"] = "here",
                ["DD_VERSION"] = "1.2.3",
                ["DD_LOGS_INJECTION"] = injection,
            },
        });
        Assert.Equal(0, result.ExitCode);
        return result.Output.Split('\n');
    }
}
