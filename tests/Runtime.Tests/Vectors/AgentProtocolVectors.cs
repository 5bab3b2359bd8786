using System.Text.Json.Nodes;
using DdRun.Hosting;
using DdRun.Runtime.Tests.Tracing;
using DdRun.Testing;
using DdRun.Tracing;

namespace DdRun.Runtime.Tests.Vectors;

/// <summary>The facts about the agent's protocol, checked on what a real agent gets.</summary>
public sealed class AgentProtocolVectors
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Theory]
    [VectorData("agent_protocol")]
    public async Task Protocol(VectorCase vector)
    {
        switch (vector.Section)
        {
            case VectorDataAttribute.Absent:
                break;
            case "v04":
                await V04(vector.Data);
                break;
            case "v05":
                await V05(vector.Data);
                break;
            case "request":
                await Request(vector.Data);
                break;
            case "response_example":
                await Response(vector.Data);
                break;
            case "limits":
                await Limits(vector.Data);
                break;
            case "downgrade":
                await Downgrade();
                break;
            default:
                Assert.Fail($"Section {vector.Section} is not known.");
                break;
        }
    }

    private static async Task V04(JsonNode facts)
    {
        await using var agent = await TestAgent.Start();
        agent.Info = """{"version":"7.70.0","endpoints":["/v0.4/traces","/info"],"span_events":true}""";
        var span = Assert.Single(await Send(agent, "v0.4"), s => s.ContainsKey("span_links"));
        // Nested binary values are for products that are not part of this library.
        var keys = Names(facts["keys"]!).Except(["meta_struct"]);
        Assert.Equal(keys.Order(), span.Keys.Append("parent_id").Distinct().Order());
        var link = (Dictionary<string, object?>)((List<object?>)span["span_links"]!)[0]!;
        Assert.Equal(Names(facts["span_link"]!).Order(), link.Keys.Order());
        Assert.Equal(0x8000_0001u, Convert.ToUInt32(link["flags"], null));
        var @event = (Dictionary<string, object?>)((List<object?>)span["span_events"]!)[0]!;
        Assert.Equal(Names(facts["span_event"]!).Order(), @event.Keys.Order());
        Assert.All(
            (Dictionary<string, object?>)@event["attributes"]!,
            a => Assert.Equal(["string_value", "type"], ((Dictionary<string, object?>)a.Value!).Keys.Order()));
    }

    private static async Task V05(JsonNode facts)
    {
        await using var agent = await TestAgent.Start();
        var body = await SendV05(agent);
        var table = ((List<object?>)body[0]!).ConvertAll(text => (string)text!);
        var span = (List<object?>)((List<object?>)((List<object?>)body[1]!)[0]!)[0]!;
        var order = facts["span_array_order"]!.AsArray().Select(n => n!.GetValue<string>()).ToList();
        Assert.Equal(facts["table_first_entry"]!.GetValue<string>(), table[0]);
        Assert.Equal(order.Count, span.Count);
        Assert.Equal("svc", Text("service"));
        Assert.Equal("op", Text("name"));
        Assert.Equal("res", Text("resource"));
        Assert.Equal("web", Text("type"));
        Assert.Equal(1ul, Convert.ToUInt64(Field("error"), null));
        Assert.Equal(0ul, Convert.ToUInt64(Field("parent_id"), null));
        Assert.All(((Dictionary<ulong, object?>)Field("meta")!).Keys, key => Assert.InRange(key, 1ul, (ulong)table.Count - 1));

        object? Field(string name) => span[order.IndexOf(name)];
        string Text(string name) => table[Convert.ToInt32(Field(name), null)];
    }

    private static async Task Request(JsonNode facts)
    {
        await using var agent = await TestAgent.Start();
        await Send(agent, "v0.4", ("DD_EXTERNAL_ENV", "it-false"));
        var known = facts["headers"]!.AsArray().Select(h => h!.GetValue<string>()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var paths = facts["paths"]!.AsArray().Select(p => p!.GetValue<string>()).ToList();
        Assert.All(agent.Requests.Items, r => Assert.Contains(r.Path, paths));
        var request = Assert.Single(agent.Requests.Items, r => r.IsTraces);
        Assert.Contains(request.Method, facts["method"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(facts["content_type"]!.GetValue<string>(), request.Headers["Content-Type"]);
        Assert.All(request.Headers.Keys.Where(h => h.Contains("Datadog", StringComparison.OrdinalIgnoreCase)), h => Assert.Contains(h, known));
        // Those that depend on a container or on statistics may be missing.
        string[] sometimes = ["Datadog-Container-Id", "Datadog-Entity-ID", "Datadog-Client-Computed-Stats", "Datadog-Client-Dropped-P0-Traces", "Datadog-Client-Dropped-P0-Spans"];
        Assert.All(known.Except(sometimes), header => Assert.NotEmpty(request.Headers[header]));
        Assert.Equal("dotnet", request.Headers["Datadog-Meta-Lang"]);
    }

    private static async Task Response(JsonNode example)
    {
        await using var agent = await TestAgent.Start();
        foreach (var (key, rate) in example["rate_by_service"]!.AsObject())
            agent.RateByService[key] = rate!.GetValue<double>();
        var tracer = ProcessTracer.Make(TestTracer.SettingsFor(agent, ("DD_TRACE_API_VERSION", "v0.4")));
        tracer.Begin("op", null, null, null).Finish();
        Assert.True(tracer.Writer.Flush(s_patience));
        foreach (var (service, env, rate) in new[] { ("checkout", "prod", 0.5), ("", "", 1.0) })
            Assert.Equal(rate, tracer.Sampler.Decide(new Target(new JsonObject { ["service"] = service }), env).AgentRate);
    }

    private static async Task Limits(JsonNode facts)
    {
        var settings = TestTracer.SettingsOf();
        Assert.Equal(facts["buffer_bytes"]!.GetValue<int>(), settings.WriterBufferBytes);
        Assert.Equal(facts["payload_bytes"]!.GetValue<int>(), settings.WriterMaxPayloadBytes);
        Assert.Equal(facts["flush_interval_s"]!.GetValue<double>(), settings.WriterInterval.TotalSeconds);

        var most = facts["max_string_chars"]!.GetValue<int>();
        var span = new TestTracer().Trace("op");
        span.SetTag("fits", new string('x', most)).SetTag("long", new string('x', most + 1)).Finish();
        Assert.Equal(most, span.GetTag("fits")!.Length);
        Assert.Equal(new string('x', 2486) + "<truncated>...", span.GetTag("long"));

        await using var agent = await TestAgent.Start();
        agent.Script = request => request.IsTraces ? new AgentAnswer.Reply(503) : null;
        var tracer = ProcessTracer.Make(TestTracer.SettingsFor(agent, ("DD_TRACE_API_VERSION", "v0.4")));
        tracer.Begin("op", null, null, null).Finish();
        Assert.True(tracer.Writer.Flush(s_patience));
        Assert.Equal(1 + facts["retries_after_first_attempt"]!.GetValue<int>(), agent.Requests.Items.Count(r => r.IsTraces));
    }

    private static async Task Downgrade()
    {
        await using var agent = await TestAgent.Start();
        agent.Info = """{"version":"7.70.0","endpoints":["/v0.4/traces","/v0.5/traces","/info"]}""";
        var tracer = ProcessTracer.Make(TestTracer.SettingsFor(agent, ("DD_TRACE_API_VERSION", "v0.5")));
        foreach (var name in new[] { "lost", "second", "third" })
        {
            tracer.Begin(name, null, null, null).Finish();
            Assert.True(tracer.Writer.Flush(s_patience));
        }
        Assert.Equal(["/v0.5/traces", "/v0.4/traces", "/v0.4/traces"], agent.Requests.Items.Select(r => r.Path).Where(p => p != "/info"));
        Assert.Equal(["second", "third"], agent.Spans.Items.Select(s => s.Name));
    }

    private static async Task<List<Dictionary<string, object?>>> Send(TestAgent agent, string version, params (string, string)[] environment)
    {
        Finish(agent, version, environment);
        await agent.Spans.WaitForCount(1);
        var body = Assert.Single(agent.Requests.Items, r => r.IsTraces).Body;
        return [.. ((List<object?>)MessagePackDecoder.Decode(body)!).SelectMany(chunk => (List<object?>)chunk!).Cast<Dictionary<string, object?>>()];
    }

    private static async Task<List<object?>> SendV05(TestAgent agent)
    {
        agent.Info = """{"version":"7.70.0","endpoints":["/v0.4/traces","/v0.5/traces","/info"]}""";
        agent.Script = request => request.Path == "/v0.5/traces" ? new AgentAnswer.Reply(200, "{}") : null;
        Finish(agent, "v0.5");
        var request = await agent.Requests.WaitForAny(r => r.Path == "/v0.5/traces", "a v0.5 payload");
        return (List<object?>)IndexedMessagePack.Decode(request.Body)!;
    }

    private static void Finish(TestAgent agent, string version, params (string, string)[] environment)
    {
        var tracer = ProcessTracer.Make(TestTracer.SettingsFor(agent, [("DD_TRACE_API_VERSION", version), ("DD_SERVICE", "svc"), .. environment]));
        var span = tracer.Begin("op", null, "res", "web");
        var attributes = new Dictionary<string, string> { ["a"] = "b" };
        span.AddLink(new SpanLink(new UInt128(1, 2), 3, attributes, "dd=s:1", 1));
        span.RecordException(new InvalidOperationException("recorded"));
        span.Error = true;
        span.SetTag("k", "v").Finish();
        Assert.True(tracer.Writer.Flush(s_patience));
    }

    private static IEnumerable<string> Names(JsonNode node) => node.AsObject().Select(p => p.Key);
}
