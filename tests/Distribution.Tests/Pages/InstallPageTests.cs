using DdRun.Distribution.Tests.Packages;

namespace DdRun.Distribution.Tests.Pages;

/// <summary>The lines of docs/install.md, read out of the page and typed one after the other by a user with an empty home.</summary>
public class InstallPageTests
{
    private static readonly IReadOnlyList<Block> Blocks = Block.Of("install.md");

    [RootFact]
    public async Task What_the_page_tells_to_type_does_what_it_says()
    {
        using var home = new EmptyHome();
        await using var agent = await TestAgent.Start();
        Apps.Plain(home, name: "MyApp", exitCode: 0);
        await home.Do("dotnet", "build", "MyApp", "-c", "Release", "-o", "built");
        await home.Do("sh", "-c", $"cp built/MyApp.dll built/MyApp.runtimeconfig.json built/dd-run.json . && ln -s {PackageFolder.Path}/* .");
        var script = string.Join('\n', Blocks.Where(block => block.IsRun).Select((block, index) => $"echo '== {index}'; hash -r\n{block.Text}"));
        var file = home.Write("typed.sh", script);

        var result = await home.RunWith([("DD_TRACE_AGENT_URL", agent.Url), ("PATH", home.Environment["PATH"] + ":/opt/dd-run/bin")],
            "unshare", "-m", "sh", "-c", "mount -t tmpfs tmpfs /opt && exec bash -e \"$0\"", file);

        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
        // By the tool, by the tool that was run once, and by the script beside the published app.
        Assert.Equal(2, result.Errors.Split("greet  world").Length - 1);
        Assert.Equal("greet", Assert.Single(agent.Spans.Items).Name);
        Assert.Equal(2, result.Output.Split($"dd-run {PackageFolder.Version} (").Length - 1);
        Assert.Contains("export DD_SERVICE='shop'", result.Output, StringComparison.Ordinal);
        Assert.Contains("dd-run.linux-x64." + PackageFolder.Version + ".nupkg: OK", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_what_cannot_run_here_is_not_run() =>
        Assert.Equal(2, Blocks.Count(block => !block.IsRun));
}
