using DdRun.Configuration;

namespace DdRun.Runtime.Tests.Configuration;

public sealed class SettingsTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".json");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Code_wins_over_the_environment_that_over_OpenTelemetry_that_over_the_file()
    {
        File.WriteAllText(_file, """{ "DD_SERVICE": "file", "DD_ENV": "file", "DD_VERSION": "file" }""");
        var environment = new Dictionary<string, string>
        {
            ["DD_TRACE_CONFIG_FILE"] = _file,
            ["DD_VERSION"] = "environment",
            ["OTEL_SERVICE_NAME"] = "otel",
        };
        var settings = Of(environment);
        Assert.Equal(("otel", "file", "environment"), (settings.Service, settings.Env, settings.Version));
        settings = settings.With(new Dictionary<string, string> { ["DD_VERSION"] = "code" });
        Assert.Equal(("otel", "file", "code"), (settings.Service, settings.Env, settings.Version));
    }

    [Theory]
    [InlineData("0.25", 0.25)]
    [InlineData("2.5e1", 25.0)]
    [InlineData("1000000", 1_000_000.0)]
    [InlineData("0.09", null)]
    [InlineData("-1", null)]
    [InlineData("NaN", null)]
    [InlineData("Infinity", null)]
    [InlineData("1e300", null)]
    [InlineData("10s", null)]
    [InlineData("0,5", null)]
    public void An_interval_is_a_sensible_number_of_seconds_or_refused(string text, double? seconds)
    {
        var settings = Of(new() { ["DD_RUNTIME_METRICS_INTERVAL"] = text });
        Assert.Equal(seconds ?? 10, settings.RuntimeMetricsInterval.TotalSeconds);
        Assert.Equal(seconds == null ? ["DD_RUNTIME_METRICS_INTERVAL"] : [], settings.Problems.Select(problem => problem.Name));
    }

    [Fact]
    public void The_file_may_have_comments_numbers_booleans_and_rules()
    {
        File.WriteAllText(_file, """
            {
              // ours
              "DD_TRACE_DEBUG": true, "DD_TRACE_PARTIAL_FLUSH_MIN_SPANS": 7,
              "DD_TRACE_SAMPLING_RULES": [ { "sample_rate": 0.5 } ],
            }
            """);
        var settings = Of(new() { ["DD_TRACE_CONFIG_FILE"] = _file });
        Assert.True(settings.Debug);
        Assert.Equal(7, settings.PartialFlushMinSpans);
        Assert.Equal("""[ { "sample_rate": 0.5 } ]""", settings.SamplingRules);
        Assert.Empty(settings.Problems);
    }

    [Fact]
    public void A_broken_file_is_reported_and_what_could_be_read_holds()
    {
        File.WriteAllText(_file, """{ "DD_ENV": "prod", oops""");
        var settings = Of(new() { ["DD_TRACE_CONFIG_FILE"] = _file });
        Assert.Equal("prod", settings.Env);
        Assert.Contains(_file, Assert.Single(settings.Problems).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DD_TRACE_PARTIAL_FLUSH_MIN_SPANS", "0", "300")]
    [InlineData("DD_TRACE_PARTIAL_FLUSH_MIN_SPANS", "many", "300")]
    [InlineData("DD_TRACE_AGENT_TIMEOUT_SECONDS", "NaN", "2")]
    [InlineData("DD_TRACE_X_DATADOG_TAGS_MAX_LENGTH", "513", "512")]
    [InlineData("DD_TRACE_API_VERSION", "v0.3", "v0.5")]
    [InlineData("DD_TRACE_PROPAGATION_BEHAVIOR_EXTRACT", "sometimes", "continue")]
    [InlineData("DD_TRACE_SAMPLE_RATE", "2", "no global rate")]
    [InlineData("DD_TRACE_AGENT_URL", "ftp://x", "without it")]
    [InlineData("DD_DOGSTATSD_URL", "tcp://x", "without it")]
    [InlineData("DD_TRACE_ENABLED", "yes", "false")]
    [InlineData("DD_TRACE_PROPAGATION_STYLE_INJECT", "datadog,carrier-pigeon", "the others")]
    public void A_bad_value_is_reported_with_reason_and_what_is_used(string name, string value, string used)
    {
        var problem = Assert.Single(Of(new() { [name] = value }).Problems);
        Assert.Equal((name, value), (problem.Name, problem.Value));
        Assert.NotEmpty(problem.Reason);
        Assert.Contains(used, problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Tags_fill_the_unified_settings_that_are_unset()
    {
        var settings = Of(new()
        {
            ["DD_TAGS"] = "service:web,env:prod,version:1.2,team:core,git.commit.sha:abc,git.repository_url:https://u:p@git.example/x",
            ["DD_VERSION"] = "2.0",
        });
        Assert.Equal(("web", "prod", "2.0"), (settings.Service, settings.Env, settings.Version));
        Assert.Equal([new("env", "prod"), new("team", "core")], settings.GlobalTags);
        Assert.Equal(("https://git.example/x", "abc"), (settings.GitRepositoryUrl, settings.GitCommitSha));
    }

    [Fact]
    public void The_service_is_the_program_when_nobody_says_otherwise()
    {
        var settings = Of([]);
        Assert.Null(settings.ConfiguredService);
        // A host of tests is not what anybody looks for.
        Assert.Equal(typeof(SettingsTests).Assembly.GetName().Name, settings.Service);
    }

    [Theory]
    [InlineData("b3, Datadog ,NONE", new[] { "b3", "datadog" })]
    [InlineData("W3C,TraceContext", new[] { "tracecontext" })]
    [InlineData(null, new[] { "datadog", "tracecontext", "baggage" })]
    public void Styles_are_read_with_blanks_and_in_any_case(string? text, string[] styles) =>
        Assert.Equal(styles, Of(text == null ? [] : new() { ["DD_TRACE_PROPAGATION_STYLE"] = text }).PropagationExtract.Select(s => s.Name()));

    [Fact]
    public void Each_direction_of_propagation_has_its_own_styles()
    {
        var settings = Of(new() { ["DD_TRACE_PROPAGATION_STYLE"] = "b3", ["DD_TRACE_PROPAGATION_STYLE_INJECT"] = "datadog" });
        Assert.Equal([PropagationStyle.B3], settings.PropagationExtract);
        Assert.Equal([PropagationStyle.Datadog], settings.PropagationInject);
    }

    [Theory]
    [InlineData("unix:///run/agent.sock", AgentTransport.UnixSocket, "", 0, "/run/agent.sock", "")]
    [InlineData("http://[::1]:8126/base/", AgentTransport.Tcp, "::1", 8126, "", "/base")]
    [InlineData("https://user:secret@agent.example", AgentTransport.Tcp, "agent.example", 443, "", "")]
    [InlineData("HTTP://Agent", AgentTransport.Tcp, "Agent", 80, "", "")]
    internal void Agent_addresses_have_their_parts(string url, AgentTransport kind, string host, int port, string path, string basePath)
    {
        var address = Of(new() { ["DD_TRACE_AGENT_URL"] = url }).AgentUrl;
        Assert.Equal((kind, host, port, path, basePath), (address.Kind, address.Host, address.Port, address.Path, address.BasePath));
    }

    [Theory]
    [InlineData("/run/dsd.sock", "unix:///run/dsd.sock")]
    [InlineData("collector", "udp://collector:8125")]
    [InlineData("[fd00::5]:9", "udp://[fd00::5]:9")]
    [InlineData("unix:///run/dsd.sock", "unix:///run/dsd.sock")]
    public void DogStatsD_addresses_are_understood_without_scheme(string text, string url) =>
        Assert.Equal(url, Of(new() { ["DD_DOGSTATSD_URL"] = text }).DogStatsdUrl.ToString());

    private static Settings Of(Dictionary<string, string> environment) => new(environment.GetValueOrDefault, fileExists: _ => false);
}
