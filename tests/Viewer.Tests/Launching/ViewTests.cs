using DdRun.Testing;

namespace DdRun.Viewer.Tests.Launching;

/// <summary>The launcher and the viewer as <c>./build.sh</c> has built them.</summary>
public sealed class ViewTests
{
    [Fact]
    public async Task ViewSaysWhereItIsAndEndsInOrder()
    {
        using var process = TargetProcess.Start(
            new Target(Repository.Launcher, "view", "--no-open", "--port", "0", "--agent-port", "0", "--dogstatsd-port", "0", "--otlp-port", "0") { LauncherArguments = null });
        var link = new Uri(await process.Line("http://"));
        var agent = (await process.Line("Datadog traces"))[18..];
        using var client = new HttpClient();
        Assert.Contains("/v0.4/traces", await client.GetStringAsync(new Uri(agent + "/info")), StringComparison.Ordinal);
        Assert.StartsWith("?token=", link.Query, StringComparison.Ordinal);
        process.Signal(TargetProcess.Terminate);
        Assert.Equal(0, (await process.Exit()).ExitCode);
    }
}
