namespace DdRun.Distribution.Tests.Packages;

/// <summary>The package that puts the tracing beside an app.</summary>
public class AutoInstrumentationTests
{
    [Theory]
    [InlineData("")]
    [InlineData("-r")]
    public async Task A_published_app_is_traced_by_its_script_and_by_its_variables(string option)
    {
        using var home = new EmptyHome(others: true);
        await using var agent = await TestAgent.Start();
        var app = Path.Combine(home.Path, "out");
        Apps.Plain(home, $"""<PackageReference Include="DdRun.AutoInstrumentation" Version="{PackageFolder.Version}" />""");
        string[] platform = option.Length == 0 ? [] : ["-r", PackageFolder.Rid, "--self-contained", "false"];
        await home.Do(["dotnet", "publish", "Shop", "-c", "Release", "-o", "out", "-p:DdRunAppFolder=" + app, .. platform]);

        var byScript = await home.RunWith([("DD_TRACE_AGENT_URL", agent.Url)], "sh", "out/dd-run.sh", "dotnet", "out/Shop.dll", "script");
        var variables = File.ReadAllLines(Path.Combine(app, "dd-run.env")).Select(line => line.Split('=', 2)).Select(pair => (pair[0], pair[1]));
        var byVariables = await home.RunWith([.. variables, ("DD_TRACE_AGENT_URL", agent.Url)], "dotnet", "out/Shop.dll", "variables");

        Assert.Equal(new TargetResult(3, "Hello, script\n", ""), byScript);
        Assert.Equal(new TargetResult(3, "Hello, variables\n", ""), byVariables);
        Assert.Equal(["script", "variables"], agent.Spans.Items.Select(span => span.Resource));
        Assert.Equal(option.Length > 0, IsPrecompiled(Path.Combine(app, "dd-run/home/net10.0/DdRun.Loader.dll")));
    }

    [Fact]
    public async Task Without_the_tracing_beside_it_the_script_says_so_and_starts_the_app()
    {
        using var home = new EmptyHome(others: true);
        Apps.Plain(home, $"""<PackageReference Include="DdRun.AutoInstrumentation" Version="{PackageFolder.Version}" />""");
        await home.Do("dotnet", "publish", "Shop", "-c", "Release", "-o", "out");
        Directory.Delete(Path.Combine(home.Path, "out", "dd-run"), recursive: true);

        var result = await home.Run("sh", "out/dd-run.sh", "dotnet", "out/Shop.dll");

        Assert.Equal((3, "Hello, world\n"), (result.ExitCode, result.Output));
        Assert.StartsWith("dd-run: not tracing: ", result.Errors, StringComparison.Ordinal);
    }

    private static bool IsPrecompiled(string assembly)
    {
        const ushort intermediateLanguage = 0x14c;
        var bytes = File.ReadAllBytes(assembly);
        return BitConverter.ToUInt16(bytes, BitConverter.ToInt32(bytes, 0x3c) + 4) != intermediateLanguage;
    }
}
