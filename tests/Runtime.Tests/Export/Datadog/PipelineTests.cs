using DdRun.Export;
using DdRun.Hosting;
using DdRun.Runtime.Tests.Tracing;
using DdRun.Testing;
using DdRun.Tracing;

namespace DdRun.Runtime.Tests.Export.Datadog;

/// <summary>From a finished span to the agent: filters, sampling, statistics, versions.</summary>
public class PipelineTests
{
    private const string StatsInfo = """{"version":"7.70.0","endpoints":["/v0.4/traces","/v0.6/stats","/info"],"client_drop_p0s":true,"peer_tags":["db.name"],"filter_tags":{"reject":["secret"]}}""";

    [Fact]
    public async Task Filters_drop_and_change_traces()
    {
        await using var agent = await TestAgent.Start();
        var tracer = NewTracer(agent);
        tracer.Configure(options =>
        {
            options.Filters.Add(spans => spans[0].Resource == "/health" ? null : spans);
            options.Filters.Add(_ => throw new FormatException("a filter's own problem"));
            options.Filters.Add(spans => [.. spans.Where(span => span.Name != "noise")]);
            options.Filters.Add(spans =>
            {
                foreach (var span in spans)
                    span.SetTag("seen", "yes");
                return spans;
            });
        });
        tracer.Begin("web", null, "/health", null).Finish();
        var root = tracer.Begin("web", null, "/", null);
        tracer.Begin("noise", null, null, null).Finish();
        root.Finish();
        var counters = Stop(tracer);

        var span = Assert.Single(agent.Spans.Items);
        Assert.Equal(("/", "yes"), (span.Resource, span.Meta["seen"]));
        Assert.Equal(2, counters.DroppedFiltered);
        Assert.Null(root.SetTag("late", "x").GetTag("late"));
    }

    [Fact]
    public async Task Ignored_resources_are_not_sent()
    {
        await using var agent = await TestAgent.Start();
        var tracer = NewTracer(agent, ("DD_TRACE_IGNORE_RESOURCES", "^GET /health"));
        tracer.Begin("web", null, "GET /healthz", null).Finish();
        tracer.Begin("web", null, "GET /", null).Finish();
        Assert.Equal(1, Stop(tracer).DroppedFiltered);
        Assert.Equal("GET /", Assert.Single(agent.Spans.Items).Resource);
    }

    [Fact]
    public async Task A_rule_decides_and_says_so()
    {
        await using var agent = await TestAgent.Start();
        var tracer = NewTracer(agent, ("DD_TRACE_SAMPLING_RULES", """[{"name":"kept","sample_rate":1},{"sample_rate":0}]"""));
        tracer.Begin("kept", null, null, null).Finish();
        tracer.Begin("dropped", null, null, null).Finish();
        Stop(tracer);

        var spans = agent.Spans.Items.ToDictionary(span => span.Name);
        Assert.Equal((2.0, 1.0, 1.0), (spans["kept"].Metrics["_sampling_priority_v1"], spans["kept"].Metrics["_dd.rule_psr"], spans["kept"].Metrics["_dd.limit_psr"]));
        Assert.Equal(("-3", "1"), (spans["kept"].Meta["_dd.p.dm"], spans["kept"].Meta["_dd.p.ksr"]));
        Assert.Equal((-1.0, 0.0), (spans["dropped"].Metrics["_sampling_priority_v1"], spans["dropped"].Metrics["_dd.rule_psr"]));
    }

    [Fact]
    public async Task The_agents_rates_are_followed()
    {
        await using var agent = await TestAgent.Start();
        agent.RateByService["service:test-service,env:"] = 0;
        var tracer = NewTracer(agent);
        tracer.Begin("first", null, null, null).Finish();
        Assert.True(tracer.Writer.Flush(TimeSpan.FromSeconds(30)));
        tracer.Begin("second", null, null, null).Finish();
        Stop(tracer);

        var spans = agent.Spans.Items;
        Assert.Equal((1.0, "-0"), (spans[0].Metrics["_sampling_priority_v1"], spans[0].Meta["_dd.p.dm"]));
        Assert.Equal((0.0, "-1", 0.0), (spans[1].Metrics["_sampling_priority_v1"], spans[1].Meta["_dd.p.dm"], spans[1].Metrics["_dd.agent_psr"]));
    }

    [Theory]
    [InlineData("v0.4")]
    [InlineData("v0.5")]
    public async Task Every_trace_tells_its_own_decision(string version)
    {
        await using var agent = await TestAgent.Start();
        agent.Info = """{"endpoints":["/v0.4/traces","/v0.5/traces"]}""";
        var tracer = NewTracer(agent, ("DD_TRACE_API_VERSION", version), ("DD_TRACE_SAMPLING_RULES", """[{"name":"half","sample_rate":0.5},{"name":"all","sample_rate":1}]"""));
        tracer.Sampler.UpdateAgentRates(new Dictionary<string, double> { ["service:third,env:"] = 0.3, ["service:whole,env:"] = 1 });
        string[] names = ["all", "third", "whole", "half", "half", "other", "whole", "all", "third", "other", "other"];
        foreach (var name in names)
            tracer.Begin(name, name, null, null).Finish();
        Stop(tracer);

        Assert.Equal(names, agent.Spans.Items.Select(span => span.Name));
        foreach (var span in agent.Spans.Items)
        {
            (string Maker, string? Text, double? Rule, double? Agent) expected = span.Name switch
            {
                "half" => ("-3", "0.5", 0.5, null),
                "all" => ("-3", "1", 1, null),
                "third" => ("-1", "0.3", null, 0.3),
                "whole" => ("-1", "1", null, 1),
                _ => ("-0", null, null, null),
            };
            Assert.Equal(expected, (span.Meta["_dd.p.dm"], span.Meta.GetValueOrDefault("_dd.p.ksr"), Number(span, "_dd.rule_psr"), Number(span, "_dd.agent_psr")));
        }
        static double? Number(ReceivedSpan span, string key) => span.Metrics.TryGetValue(key, out var number) ? number : null;
    }

    [Fact]
    public async Task Statistics_count_every_span_and_let_unsampled_traces_stay_here()
    {
        await using var agent = await TestAgent.Start();
        agent.Info = StatsInfo;
        var tracer = NewTracer(agent, ("DD_TRACE_STATS_COMPUTATION_ENABLED", "true"), ("DD_TRACE_SAMPLING_RULES", """[{"name":"kept","sample_rate":1},{"sample_rate":0}]"""),
            ("DD_SPAN_SAMPLING_RULES", """[{"name":"single"}]"""));
        for (var i = 0; i < 3; i++)
            tracer.Begin("dropped", null, null, null).Finish();
        using (tracer.Begin("dropped", null, null, null))
            tracer.Begin("single", null, null, null).SetTag("span.kind", "client").SetTag("db.name", "orders").Finish();
        using (var failed = tracer.Begin("dropped", null, null, null))
            failed.Error = true;
        tracer.Begin("kept", null, null, null).SetTag("secret", "1").Finish();
        tracer.Begin("kept", null, null, null).Finish();
        // The first request asks what the agent can; the process's end would not.
        Assert.True(tracer.Writer.Flush(TimeSpan.FromSeconds(30)));
        var counters = Stop(tracer);

        Assert.Equal(["single", "dropped", "kept"], agent.Spans.Items.Select(span => span.Name));
        Assert.Equal(8, agent.Spans.Items[0].Metrics["_dd.span_sampling.mechanism"]);
        Assert.Equal(5, counters.DroppedUnsampled);
        var traces = agent.Requests.Items.Single(request => request.IsTraces).Headers;
        Assert.Equal(("4", "4"), (traces["Datadog-Client-Dropped-P0-Traces"], traces["Datadog-Client-Dropped-P0-Spans"]));
        Assert.True(traces.ContainsKey("Datadog-Client-Computed-Stats"));
        var groups = Groups(agent.Requests.Items.Single(request => request.Path == "/v0.6/stats").Body);
        Assert.Equal([("dropped", 5ul, 1ul), ("kept", 1ul, 0ul), ("single", 1ul, 0ul)], groups.Select(group => ((string)group["Name"], (ulong)group["Hits"], (ulong)group["Errors"])).Order());
        Assert.Equal(["db.name:orders"], (List<object>)groups.Single(group => (string)group["Name"] == "single")["PeerTags"]);
    }

    [Fact]
    public async Task V05_is_used_where_the_agent_lists_it_and_given_up_when_refused()
    {
        await using var agent = await TestAgent.Start();
        agent.Info = """{"endpoints":["/v0.4/traces","/v0.5/traces"]}""";
        agent.Script = request => request.Path == "/v0.5/traces" ? new AgentAnswer.Reply(404) : null;
        var tracer = NewTracer(agent, ("DD_TRACE_API_VERSION", "v0.5"));
        tracer.Begin("lost", null, null, null).Finish();
        Assert.True(tracer.Writer.Flush(TimeSpan.FromSeconds(30)));
        tracer.Begin("sent", null, null, null).Finish();
        var counters = Stop(tracer);

        Assert.Equal(["/info", "/v0.5/traces", "/v0.4/traces"], agent.Requests.Items.Select(request => request.Path));
        Assert.Equal((1, 1), (counters.SentSpans, counters.DroppedFailed));
    }

    [Fact]
    public async Task A_changed_agent_is_asked_again()
    {
        await using var agent = await TestAgent.Start();
        var state = "a";
        agent.Script = request => request.IsTraces ? new AgentAnswer.Reply(200, "{}") { Headers = new Dictionary<string, string> { ["Datadog-Agent-State"] = state } } : null;
        var tracer = NewTracer(agent);
        foreach (var next in new[] { "a", "b", "b" })
        {
            state = next;
            tracer.Begin("span", null, null, null).Finish();
            Assert.True(tracer.Writer.Flush(TimeSpan.FromSeconds(30)));
        }
        Stop(tracer);
        Assert.Equal(["/info", "/v0.4/traces", "/v0.4/traces", "/info", "/v0.4/traces"], agent.Requests.Items.Select(request => request.Path));
    }

    [Fact]
    public async Task A_unix_socket_serves_as_well()
    {
        await using var agent = await TestAgent.StartUnix();
        var tracer = NewTracer(agent);
        tracer.Begin("span", null, null, null).Finish();
        Assert.Equal(1, Stop(tracer).SentSpans);
        Assert.Single(agent.Spans.Items);
    }

    [Fact]
    public async Task A_trace_larger_than_a_payload_goes_in_parts()
    {
        await using var agent = await TestAgent.Start();
        var tracer = NewTracer(agent, ("DD_TRACE_WRITER_MAX_PAYLOAD_SIZE_BYTES", "20000"), ("DD_TRACE_PARTIAL_FLUSH_ENABLED", "false"));
        using (tracer.Begin("root", null, null, null))
        {
            for (var i = 0; i < 500; i++)
                tracer.Begin("child", null, null, null).Finish();
        }
        Assert.Equal(501, Stop(tracer).SentSpans);
        Assert.True(agent.Chunks.Items.Count > 3);
        Assert.All(agent.Chunks.Items, chunk => Assert.Equal(1, chunk[0].Metrics["_sampling_priority_v1"]));
        Assert.All(agent.Requests.Items, request => Assert.InRange(request.Body.Length, 0, 20_000));
    }

    [Fact]
    public async Task The_keep_rate_tells_of_losses()
    {
        await using var agent = await TestAgent.Start();
        var refuse = true;
        agent.Script = request => request.IsTraces && refuse ? new AgentAnswer.Reply(400) : null;
        var tracer = NewTracer(agent);
        tracer.Begin("lost", null, null, null).Finish();
        tracer.Writer.Flush(TimeSpan.FromSeconds(30));
        refuse = false;
        for (var i = 0; i < 2; i++)
        {
            tracer.Begin("sent", null, null, null).Finish();
            tracer.Writer.Flush(TimeSpan.FromSeconds(30));
        }
        Stop(tracer);
        Assert.Equal([0, 0.5], agent.Spans.Items.Select(span => span.Metrics["_dd.tracer_kr"]));
    }

    [Fact]
    public async Task The_peer_is_named_by_what_the_span_says_and_mapped()
    {
        await using var agent = await TestAgent.Start();
        var tracer = NewTracer(agent, ("DD_TRACE_PEER_SERVICE_DEFAULTS_ENABLED", "true"), ("DD_TRACE_PEER_SERVICE_MAPPING", "orders:orders-db"));
        tracer.Begin("query", null, null, null).SetTag("span.kind", "client").SetTag("db.name", "orders").Finish();
        tracer.Begin("internal", null, null, null).SetTag("db.name", "orders").Finish();
        Stop(tracer);
        var meta = agent.Spans.Items[0].Meta;
        Assert.Equal(("orders-db", "db.name", "orders"), (meta["peer.service"], meta["_dd.peer.service.source"], meta["_dd.peer.service.remapped_from"]));
        Assert.DoesNotContain("peer.service", agent.Spans.Items[1].Meta.Keys);
    }

    [Fact]
    public async Task Every_request_says_who_sends_it()
    {
        await using var agent = await TestAgent.Start();
        var tracer = NewTracer(agent, ("DD_EXTERNAL_ENV", "it-false"));
        tracer.Begin("span", null, null, null).Finish();
        Stop(tracer);
        var headers = agent.Requests.Items[^1].Headers;
        Assert.Equal(("dotnet", ".NET", "it-false"), (headers["Datadog-Meta-Lang"], headers["Datadog-Meta-Lang-Interpreter"], headers["Datadog-External-Env"]));
        Assert.Equal(Environment.Version.ToString(), headers["Datadog-Meta-Lang-Version"]);
        Assert.Equal("application/msgpack", headers["Content-Type"]);
        Assert.True(headers.ContainsKey("Datadog-Client-Computed-Top-Level"));
        Assert.False(headers.ContainsKey("Datadog-Client-Computed-Stats"));
    }

    private static List<Dictionary<string, object>> Groups(byte[] body)
    {
        var payload = (Dictionary<string, object>)DecodedValue.Read(body);
        return [.. ((List<object>)payload["Stats"]).Cast<Dictionary<string, object>>().SelectMany(bucket => (List<object>)bucket["Stats"]).Cast<Dictionary<string, object>>()];
    }

    private static WriterCounters Stop(TracerCore tracer)
    {
        tracer.Shutdown(TimeSpan.FromSeconds(30));
        var counters = ((TraceWriter)tracer.Writer).Counters;
        Assert.Equal(counters.FinishedSpans, counters.SentSpans + counters.DroppedSpans);
        return counters;
    }

    private static TracerCore NewTracer(TestAgent agent, params (string, string)[] settings) =>
        ProcessTracer.Make(TestTracer.SettingsFor(agent, settings));
}
