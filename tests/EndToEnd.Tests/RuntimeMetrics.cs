namespace DdRun.EndToEnd.Tests;

public class RuntimeMetrics
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Runtime_metrics_arrive_though_the_target_ends_before_the_first_interval(bool unix)
    {
        await using var rig = await Rig.Start();
        using var statsd = unix ? StatsdReceiver.StartUnix() : StatsdReceiver.Start();
        var target = rig.Dotnet("Kitchen", Rules.Garnish, "exit", "return");
        var result = await TargetProcess.Run(target with
        {
            LauncherArguments = [.. target.LauncherArguments!, "--runtime-metrics"],
            Environment = new Dictionary<string, string>(target.Environment) { ["DD_DOGSTATSD_URL"] = statsd.Url },
        });
        Assert.Equal(3, result.ExitCode);
        var metric = await statsd.Metrics.WaitForAny(metric => metric.Name == "runtime.dotnet.gc.count.gen0", "gen0 collections");
        Assert.Contains("service:e2e", metric.Tags);
        Assert.Equal("garnish", Assert.Single(rig.Agent.Spans.Items).Name);
    }
}
