namespace DdRun.Distribution.Tests.Packages;

/// <summary>The tool, by the commands of the .NET SDK, with our packages as the only source.</summary>
public class ToolTests
{
    [Fact]
    public async Task It_is_installed_traces_is_updated_and_is_removed()
    {
        using var home = new EmptyHome();
        PackageFolder.CopyAs("dd-run", "0.0.1", home.Source);
        PackageFolder.CopyAs("dd-run." + PackageFolder.Rid, "0.0.1", home.Source);
        Apps.Plain(home);
        await home.Do("dotnet", "build", "Shop", "-c", "Release", "-o", "out");

        await home.Do("dotnet", "tool", "install", "-g", "dd-run", "--version", "0.0.1");
        Assert.Contains("0.0.1", await home.Do("dotnet", "tool", "list", "-g"), StringComparison.Ordinal);
        await home.Do("dotnet", "tool", "update", "-g", "dd-run");
        Assert.Contains(PackageFolder.Version, await home.Do("dotnet", "tool", "list", "-g"), StringComparison.Ordinal);
        Assert.StartsWith($"dd-run {PackageFolder.Version} (", await home.Do("dd-run", "--version"), StringComparison.Ordinal);
        await IsTraced(home, "dd-run");

        await home.Do("dotnet", "tool", "uninstall", "-g", "dd-run");
        Assert.False(File.Exists(Path.Combine(home.Path, ".dotnet", "tools", "dd-run")));
    }

    [Fact]
    public async Task It_runs_once_without_being_installed()
    {
        using var home = new EmptyHome();
        Apps.Plain(home);
        await home.Do("dotnet", "build", "Shop", "-c", "Release", "-o", "out");

        await IsTraced(home, "dotnet", "tool", "exec", "--yes", "dd-run", "--");
    }

    [Fact]
    public async Task It_is_a_local_tool_of_a_project_too()
    {
        using var home = new EmptyHome();
        Apps.Plain(home);
        await home.Do("dotnet", "build", "Shop", "-c", "Release", "-o", "out");
        await home.Do("dotnet", "tool", "install", "dd-run", "--create-manifest-if-needed");

        await IsTraced(home, "dotnet", "tool", "run", "dd-run", "--");
    }

    [Fact]
    public async Task The_package_for_any_platform_traces_here_as_well()
    {
        using var home = new EmptyHome();
        Apps.Plain(home);
        await home.Do("dotnet", "build", "Shop", "-c", "Release", "-o", "out");
        await home.Do("unzip", "-q", PackageFolder.File($"dd-run.any.{PackageFolder.Version}.nupkg"), "-d", "any");

        await IsTraced(home, "dotnet", "any/tools/net10.0/any/dd-run.dll");
    }

    private static async Task IsTraced(EmptyHome home, params string[] command)
    {
        await using var agent = await TestAgent.Start();
        var result = await home.Run([.. command, "--agent-url", agent.Url, "--service", "shop", "dotnet", "out/Shop.dll", "you"]);
        Assert.Equal((3, "Hello, you\n"), (result.ExitCode, result.Output));
        var span = Assert.Single(agent.Spans.Items);
        Assert.Equal(("greet", "you", "shop"), (span.Name, span.Resource, span.Service));

        var shown = await home.Run([.. command, "--local", "dotnet", "out/Shop.dll"]);
        Assert.Equal((3, "Hello, world\n"), (shown.ExitCode, shown.Output));
        Assert.Contains("greet  world", shown.Errors, StringComparison.Ordinal);
    }
}
