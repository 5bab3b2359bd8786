using DdRun.Launcher.Launch;

namespace DdRun.Launcher.Tests.Launch;

public class TargetEnvironmentTests
{
    private const string Hook = "/home/hook/DdRun.StartupHook.dll";

    [Fact]
    public void Without_options_only_what_starts_us_is_set()
    {
        var changes = Compose(new());

        Assert.Equal(["CORECLR_ENABLE_PROFILING", "CORECLR_PROFILER", "CORECLR_PROFILER_PATH", "DOTNET_STARTUP_HOOKS"], changes.Keys.Order());
        Assert.Equal("{8C5A1E0B-3D0F-4C1E-9E57-6B2D7F41D0A7}", changes["CORECLR_PROFILER"]);
        Assert.Equal("/native/libddrun.so", changes["CORECLR_PROFILER_PATH"]);
    }

    [Theory]
    [InlineData(null, Hook)]
    [InlineData("", Hook)]
    [InlineData("/a/Theirs.dll", "/a/Theirs.dll:" + Hook)]
    [InlineData("/a/Theirs.dll:SomeAssembly", "/a/Theirs.dll:SomeAssembly:" + Hook)]
    [InlineData(Hook + ":/a/Theirs.dll", Hook + ":/a/Theirs.dll")]
    public void Startup_hooks_that_are_there_stay_and_ours_is_the_last_and_only_once(string? existing, string expected) =>
        Assert.Equal(expected, Compose(new(), ("DOTNET_STARTUP_HOOKS", existing))["DOTNET_STARTUP_HOOKS"]);

    [Fact]
    public void Each_option_becomes_its_variable()
    {
        var changes = Compose(new()
        {
            Manifests = ["/a.json", "/b.json"],
            Service = "shop",
            Env = "prod",
            Version = "1.2",
            AgentUrl = "http://agent:1",
            DogStatsdUrl = "udp://agent:2",
            RuntimeMetrics = true,
            Debug = true,
        });

        Assert.Equal("/a.json:/b.json", changes["DD_RUN_MANIFEST"]);
        Assert.Equal("shop", changes["DD_SERVICE"]);
        Assert.Equal("prod", changes["DD_ENV"]);
        Assert.Equal("1.2", changes["DD_VERSION"]);
        Assert.Equal("http://agent:1", changes["DD_TRACE_AGENT_URL"]);
        Assert.Equal("udp://agent:2", changes["DD_DOGSTATSD_URL"]);
        Assert.Equal("true", changes["DD_RUNTIME_METRICS_ENABLED"]);
        Assert.Equal("true", changes["DD_TRACE_DEBUG"]);
    }

    [Fact]
    public void A_profiler_path_that_the_runtime_would_prefer_to_ours_is_removed()
    {
        var changes = Compose(new(), ("CORECLR_PROFILER_PATH_64", "/old.so"));

        Assert.True(changes.TryGetValue("CORECLR_PROFILER_PATH_64", out var value));
        Assert.Null(value);
    }

    [Fact]
    public void Without_hook_and_profiler_the_target_is_left_alone() =>
        Assert.Empty(TargetEnvironment.Compose(new(), null, null, _ => null));

    private static Dictionary<string, string?> Compose(LaunchOptions options, params (string Name, string? Value)[] existing) =>
        TargetEnvironment.Compose(options, Hook, "/native/libddrun.so", name => existing.FirstOrDefault(pair => pair.Name == name).Value);
}
