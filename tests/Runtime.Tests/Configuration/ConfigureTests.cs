using DdRun.Configuration;
using DdRun.Hosting;
using DdRun.Testing;
using DdRun.Tracing;

namespace DdRun.Runtime.Tests.Configuration;

/// <summary>Over the process's tracer, which these tests replace.</summary>
[Collection("the process's tracer")]
public sealed class ConfigureTests : IAsyncLifetime
{
    private readonly TracerCore _before = ProcessTracer.Current;
    private readonly Settings _settingsBefore = Settings.Current;
    private TestAgent _agent = null!;

    public async Task InitializeAsync()
    {
        _agent = await TestAgent.Start();
        var environment = new Dictionary<string, string>
        {
            ["DD_TRACE_AGENT_URL"] = _agent.Url,
            ["DD_TRACE_API_VERSION"] = "v0.4",
            ["DD_SERVICE"] = "from-environment",
            ["DD_ENV"] = "from-environment",
        };
        ProcessTracer.Current = ProcessTracer.Make(Settings.Current = new(environment.GetValueOrDefault, fileExists: _ => false));
    }

    public async Task DisposeAsync()
    {
        ProcessTracer.Current = _before;
        Settings.Current = _settingsBefore;
        await _agent.DisposeAsync();
    }

    [Fact]
    public void Code_wins_over_the_environment_for_traces_that_start_afterwards()
    {
        var underWay = Tracer.StartSpan("under-way");
        Tracer.SetTags(new Dictionary<string, string?> { ["team"] = "core" });
        Tracer.Configure(o =>
        {
            o.Service = "from-code";
            o.Settings["DD_TRACE_SAMPLING_RULES"] = """[{"sample_rate":1}]""";
        });
        underWay.Finish();
        Tracer.Trace("afterwards").Finish();
        Assert.True(Tracer.Flush(TimeSpan.FromSeconds(60)));

        var old = Assert.Single(_agent.Spans.Items, s => s.Name == "under-way");
        var young = Assert.Single(_agent.Spans.Items, s => s.Name == "afterwards");
        Assert.Equal(("from-environment", "from-code"), (old.Service, young.Service));
        Assert.Equal(("from-environment", "core"), (young.Meta["env"], young.Meta["team"]));
        Assert.Equal(("-0", "-3"), (old.Meta["_dd.p.dm"], young.Meta["_dd.p.dm"]));
    }

    [Fact]
    public void Log_records_get_the_active_trace_and_the_configured_service()
    {
        Tracer.Configure(o => o.Version = "2");
        using var span = Tracer.Trace("op", service: "other");
        var record = Tracer.GetLogCorrelation().ToDictionary();
        Assert.Equal((span.TraceId.ToString("x32"), span.SpanId.ToString()), (record["dd.trace_id"], record["dd.span_id"]));
        Assert.Equal(("from-environment", "from-environment", "2"), (record["dd.service"], record["dd.env"], record["dd.version"]));
        Tracer.Configure(o => o.Enabled = false);
        Assert.Equal("0", Tracer.GetLogCorrelation().ToDictionary()["dd.trace_id"]);
    }

    [Fact]
    public void The_same_settings_again_change_nothing()
    {
        Tracer.Configure(o => o.Env = "code");
        var tracer = ProcessTracer.Current;
        Tracer.Configure(o => o.Env = "code");
        Tracer.Configure(o => o.Filters.Clear());
        Assert.Same(tracer, ProcessTracer.Current);
        Assert.Equal("code", Settings.Current.Env);
    }

    [Fact]
    public void Filters_and_switches_outlive_new_settings()
    {
        Tracer.Configure(o => o.Filters.Add(trace => trace[0].Name == "unwanted" ? null : trace));
        Tracer.Configure(o => o.Version = "2");
        Tracer.Trace("unwanted").Finish();
        Tracer.Trace("wanted").Finish();
        Assert.True(Tracer.Flush(TimeSpan.FromSeconds(60)));
        Assert.Equal("2", Assert.Single(_agent.Spans.Items).Meta["version"]);

        Tracer.Configure(o => o.Settings["DD_TRACE_ENABLED"] = "false");
        Assert.False(ProcessTracer.Enabled);
        Tracer.Configure(o => o.Enabled = true);
        Assert.True(ProcessTracer.Enabled);
    }
}
