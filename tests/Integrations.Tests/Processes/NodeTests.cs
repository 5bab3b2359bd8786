using System.Text.Json;
using DdRun.Testing;

namespace DdRun.Integrations.Tests.Processes;

/// <summary>Our services before and behind one that another tracer watches.</summary>
public sealed class NodeTests
{
    [NodeTheory]
    [InlineData("datadog", "datadog")]
    [InlineData("tracecontext", "tracecontext")]
    [InlineData("b3multi", "b3multi")]
    [InlineData("datadog,tracecontext,baggage", "datadog,tracecontext,baggage")]
    public async Task A_trace_goes_through_a_service_with_Datadogs_tracer(string ours, string theirs)
    {
        await using var agent = await TestAgent.Start();
        using var web = await WebTarget.Start(agent, ("DD_TRACE_PROPAGATION_STYLE", ours));
        using var node = await WebTarget.Start(
            Relay("dd-trace/init"), agent,
            ("DD_SERVICE", "relay"), ("DD_TRACE_PROPAGATION_STYLE", theirs), ("DD_REMOTE_CONFIGURATION_ENABLED", "false"), ("DD_INSTRUMENTATION_TELEMETRY_ENABLED", "false"));
        await web.Client.GetStringAsync(Through(web, node));
        var spans = await agent.Spans.WaitFor(
            all => all.Count(span => span.Service == "web") >= 3 && all.Any(span => span.Name == "web.request"), "three spans of ours and the relay's");
        var last = spans.Single(span => span.Resource == "GET /hello/{name}");
        var names = new List<string>();
        for (var span = last; span is not null; span = spans.SingleOrDefault(other => other.SpanId == span.ParentId))
        {
            names.Add(span.Name);
            Assert.Equal(last.TraceId, span.TraceId);
        }
        Assert.Equal(["aspnet_core.request", "http.request", "web.request", "http.request", "aspnet_core.request"], names);
    }

    [NodeTheory]
    [InlineData("tracecontext,baggage", "tracecontext,baggage")]
    [InlineData("b3", "b3")]
    [InlineData("b3multi", "b3multi")]
    public async Task A_trace_goes_through_a_service_with_OpenTelemetry(string ours, string theirs)
    {
        await using var agent = await TestAgent.Start();
        using var web = await WebTarget.Start(agent, ("DD_TRACE_PROPAGATION_STYLE", ours));
        using var node = await WebTarget.Start(Relay("./otel.js"), agent, ("OTEL_PROPAGATORS", theirs));
        await web.Client.GetStringAsync(Through(web, node));
        var spans = await agent.Spans.WaitForCount(3);
        var last = spans.Single(span => span.Resource == "GET /hello/{name}");
        var client = spans.Single(span => span.Name == "http.request");
        await node.Process.Lines.WaitFor(lines => lines.Count(IsSpan) >= 2, "two spans of the relay");
        var theirSpans = node.Process.Lines.Items.Where(IsSpan).Select(line => JsonDocument.Parse(line[line.IndexOf('{', StringComparison.Ordinal)..]).RootElement).ToList();
        var server = theirSpans.Single(span => span.GetProperty("parentSpanId").GetString() == Hex(client.SpanId));
        var sent = theirSpans.Single(span => span.GetProperty("parentSpanId").GetString() == server.GetProperty("spanId").GetString());
        Assert.Equal(Hex(last.ParentId), sent.GetProperty("spanId").GetString());
        Assert.All(theirSpans, span => Assert.EndsWith(Hex(client.TraceId), span.GetProperty("traceId").GetString(), StringComparison.Ordinal));
        Assert.All(spans, span => Assert.Equal(client.TraceId, span.TraceId));
    }

    [NodeTheory]
    [InlineData("dd-trace/init")]
    [InlineData("./otel.js")]
    public async Task Baggage_arrives_in_the_relay_and_behind_it(string require)
    {
        const string Item = "user.id=ann";
        await using var agent = await TestAgent.Start();
        using var web = await WebTarget.Start(agent, ("DD_TRACE_PROPAGATION_STYLE", "tracecontext,baggage"));
        using var node = await WebTarget.Start(
            Relay(require), agent,
            ("DD_SERVICE", "relay"), ("DD_TRACE_PROPAGATION_STYLE", "tracecontext,baggage"), ("OTEL_PROPAGATORS", "tracecontext,baggage"),
            ("DD_REMOTE_CONFIGURATION_ENABLED", "false"), ("DD_INSTRUMENTATION_TELEMETRY_ENABLED", "false"));
        web.Client.DefaultRequestHeaders.Add("baggage", Item);
        await web.Client.GetStringAsync(Through(web, node));
        await node.Process.Line("baggage " + Item);
        var last = await agent.Spans.WaitForAny(span => span.Resource == "GET /hello/{name}", "the last service's span");
        Assert.Equal("ann", last.Meta["baggage.user.id"]);
    }

    private static Target Relay(string require) =>
        new("node", "--require", require, "relay.js") { LauncherArguments = null, WorkingDirectory = NodeTheoryAttribute.Folder };

    private static Uri Through(WebTarget web, WebTarget node)
    {
        var last = Uri.EscapeDataString($"{web.Url}hello/again");
        return new Uri("/relay?to=" + Uri.EscapeDataString($"{node.Url}relay?to={last}"), UriKind.Relative);
    }

    private static bool IsSpan(string line) => line.Contains("span {", StringComparison.Ordinal);

    private static string Hex(ulong id) => id.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
}
