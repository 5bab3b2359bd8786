using DdRun.Hosting;
using DdRun.Runtime.Tests.Tracing;
using DdRun.Testing;
using DdRun.Tracing;

namespace DdRun.Runtime.Tests.Export.Datadog;

/// <summary>What Datadog's shared tests ask of every tracer on the way to the agent.</summary>
public class SharedBehaviourTests
{
    private const string StatsInfo = """{"version":"7.70.0","endpoints":["/v0.4/traces","/v0.6/stats","/info"],"client_drop_p0s":true,"span_events":true FILTERS}""";

    [Fact]
    public async Task A_span_that_a_rule_keeps_while_statistics_are_on_goes_out_with_priority_2()
    {
        await using var agent = await StartAgent();
        var tracer = NewTracer(agent, ("DD_TRACE_SAMPLING_RULES", """[{"name":"kept","sample_rate":1},{"sample_rate":0}]"""), ("DD_SPAN_SAMPLING_RULES", """[{"name":"single*"}]"""));
        for (var i = 0; i < 3; i++)
        {
            using (tracer.Begin("dropped", null, null, null))
                tracer.Begin("single", null, null, null).Finish();
            tracer.Begin("single-root", null, null, null).Finish();
            tracer.Begin("kept", null, null, null).Finish();
            using (var failed = tracer.Begin("failed", null, null, null))
                failed.Error = true;
        }
        Stop(tracer);

        var priorities = agent.Spans.Items.Select(span => (span.Name, Priority: span.Metrics["_sampling_priority_v1"])).Distinct().Order();
        Assert.Equal([("failed", -1.0), ("kept", 2.0), ("single", 2.0), ("single-root", 2.0)], priorities);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(7.0)]
    [InlineData(1e6)]
    [InlineData(1.5)]
    public async Task A_double_in_an_event_stays_a_double_alone_and_in_a_list(double number)
    {
        await using var agent = await StartAgent();
        var tracer = NewTracer(agent);
        tracer.Begin("span", null, null, null)
            .AddEvent("happened", [new("one", number), new("list", new[] { number, 2.5 }), new("single", (float)number), new("integer", 7), new("nan", double.NaN)])
            .Finish();
        Stop(tracer);

        var traces = (List<object>)DecodedValue.Read(agent.Requests.Items.Single(request => request.Path == "/v0.4/traces").Body);
        var span = (Dictionary<string, object>)((List<object>)traces[0])[0];
        var attributes = (Dictionary<string, object>)((Dictionary<string, object>)((List<object>)span["span_events"])[0])["attributes"];
        Assert.Equal((3ul, number), Double(attributes["one"]));
        Assert.Equal((3ul, number), Double(attributes["single"]));
        var list = (List<object>)((Dictionary<string, object>)((Dictionary<string, object>)attributes["list"])["array_value"])["values"];
        Assert.Equal([(3ul, number), (3ul, 2.5)], list.Select(Double));
        Assert.Equal(2ul, ((Dictionary<string, object>)attributes["integer"])["type"]);
        Assert.DoesNotContain("nan", attributes.Keys);

        static (ulong, double) Double(object value) => ((ulong)((Dictionary<string, object>)value)["type"], (double)((Dictionary<string, object>)value)["double_value"]);
    }

    [Fact]
    public async Task A_snapshot_of_a_span_that_goes_on_is_not_counted()
    {
        await using var agent = await StartAgent();
        var tracer = NewTracer(agent);
        tracer.Begin("snapshot", null, null, null).SetMetric("_dd.partial_version", 1).Finish();
        tracer.Begin("first", null, null, null).SetMetric("_dd.partial_version", 0).Finish();
        tracer.Begin("text", null, null, null).SetTag("_dd.partial_version", "1").Finish();
        tracer.Begin("whole", null, null, null).Finish();
        Stop(tracer);
        Assert.Equal(["text", "whole"], Groups(agent).Select(group => (string)group["Name"]).Order());
    }

    [Theory]
    [InlineData(""","filter_tags":{"reject":["env:prod_env"]}""", "env", "Prod Env", false)]
    [InlineData(""","filter_tags":{"reject":["env:prod_env"]}""", "env", "PROD!!ENV!", false)]
    [InlineData(""","filter_tags":{"reject":["env:Prod Env"]}""", "env", "Prod Env", true)]
    [InlineData(""","filter_tags":{"require":["env:prod_env"]}""", "env", "Prod Env", true)]
    [InlineData(""","filter_tags_regex":{"reject":["env:^prod_"]}""", "env", "Prod Env", false)]
    [InlineData(""","filter_tags":{"reject":["http.status_code"]}""", "http.status_code", "200", false)]
    [InlineData(""","filter_tags":{"reject":["http.status_code"]}""", "http.status_code", "99", true)]
    [InlineData(""","filter_tags":{"reject":["http.status_code"]}""", "http.status_code", "600", true)]
    [InlineData(""","filter_tags":{"reject":["http.status_code"]}""", "http.status_code", "OK", true)]
    [InlineData(""","filter_tags":{"require":["http.status_code:0"]}""", "http.status_code", "0", false)]
    [InlineData(""","filter_tags_regex":{"reject":["http.status_code:^.*$"]}""", "http.status_code", "-1", true)]
    [InlineData(""","ignore_resources":["^name$"]""", "resource.name", "", false)]
    [InlineData(""","ignore_resources":["^$"]""", "resource.name", "", true)]
    public async Task Filters_compare_as_the_agent_would(string filters, string tag, string value, bool passes)
    {
        await using var agent = await StartAgent(filters);
        var tracer = NewTracer(agent);
        tracer.Begin("name", null, null, null).SetTag(tag, value).Finish();
        Stop(tracer);
        Assert.Equal(passes ? 1 : 0, agent.Spans.Items.Count);
    }

    [Fact]
    public async Task A_resource_that_is_empty_is_the_name_everywhere()
    {
        await using var agent = await StartAgent();
        var tracer = NewTracer(agent);
        var span = tracer.Begin("name", null, "resource", null);
        span.Resource = "";
        span.Finish();
        Stop(tracer);
        Assert.Equal("name", span.Resource);
        Assert.Equal("name", Assert.Single(agent.Spans.Items).Resource);
        Assert.Equal("name", Assert.Single(Groups(agent))["Resource"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_origin_that_a_root_is_given_is_the_traces(bool asTag)
    {
        await using var agent = await StartAgent();
        var tracer = NewTracer(agent);
        string? handedOn;
        using (var root = tracer.Begin("root", null, null, null))
        {
            if (asTag)
                root.SetTag("_dd.origin", "synthetics-browser");
            else
                root.Origin = "synthetics-browser";
            using var child = tracer.Begin("child", null, null, null).SetTag("_dd.measured", true);
            handedOn = child.Context.Origin;
            Assert.Equal("synthetics-browser", child.Origin);
        }
        Stop(tracer);
        Assert.Equal("synthetics-browser", handedOn);
        Assert.All(agent.Spans.Items, span => Assert.Equal("synthetics-browser", span.Meta["_dd.origin"]));
        Assert.All(Groups(agent), group => Assert.True((bool)group["Synthetics"]));
    }

    [Fact]
    public async Task An_origin_that_is_set_below_the_root_is_a_tag_and_one_that_is_taken_back_is_none()
    {
        await using var agent = await StartAgent();
        var tracer = NewTracer(agent);
        using (var root = tracer.Begin("root", null, null, null).SetTag("_dd.origin", "lab").SetTag("_dd.origin", (string?)null))
        {
            tracer.Begin("child", null, null, null).SetTag("_dd.origin", "rum").Finish();
            Assert.Null(root.Context.Origin);
        }
        Stop(tracer);
        Assert.Equal(["rum", null], agent.Spans.Items.OrderBy(span => span.Name).Select(span => span.Meta.GetValueOrDefault("_dd.origin")));
    }

    [Fact]
    public void A_new_trace_may_begin_with_an_origin()
    {
        var tracer = new TestTracer();
        var span = tracer.Core.Start(new LocalRoot(new SpanContext(0, 0, origin: "synthetics")), "root", null, null, null);
        Assert.Equal(("synthetics", 0ul, "synthetics"), (span.Origin, span.ParentId, span.Context.Origin));
        Assert.NotEqual(UInt128.Zero, span.TraceId);
    }

    private static async Task<TestAgent> StartAgent(string filters = "")
    {
        var agent = await TestAgent.Start();
        agent.Info = StatsInfo.Replace(" FILTERS", filters, StringComparison.Ordinal);
        return agent;
    }

    private static List<Dictionary<string, object>> Groups(TestAgent agent)
    {
        var groups = new List<Dictionary<string, object>>();
        foreach (var request in agent.Requests.Items.Where(request => request.Path == "/v0.6/stats"))
        {
            var payload = (Dictionary<string, object>)DecodedValue.Read(request.Body);
            foreach (var bucket in (List<object>)payload["Stats"])
                groups.AddRange(((List<object>)((Dictionary<string, object>)bucket)["Stats"]).Cast<Dictionary<string, object>>());
        }
        return groups;
    }

    private static void Stop(TracerCore tracer)
    {
        // The first request asks what the agent can; the process's end would not.
        Assert.True(tracer.Writer.Flush(TimeSpan.FromSeconds(30)));
        tracer.Shutdown(TimeSpan.FromSeconds(30));
    }

    private static TracerCore NewTracer(TestAgent agent, params (string Name, string Value)[] settings) =>
        ProcessTracer.Make(TestTracer.SettingsFor(agent, [("DD_TRACE_STATS_COMPUTATION_ENABLED", "true"), ("DD_TRACE_API_VERSION", "v0.4"), .. settings]));
}
