using System.Net;
using System.Text.Json;
using DdRun.Testing;

namespace DdRun.Integrations.Tests.Processes;

public sealed class WebTests
{
    [Theory]
    [InlineData("minimal", "/hello/world?token=secret&x=1", 1)]
    [InlineData("controller", "/home/about/5", 2)]
    [InlineData("attribute-route", "/api/breads/rye", 2)]
    [InlineData("page", "/menu/monday", 2)]
    [InlineData("no-route", "/nowhere/77", 1)]
    [InlineData("exception", "/fails", 1)]
    [InlineData("controller-exception", "/home/fails", 2)]
    [InlineData("http-client", "/relay?to={self}/hello/again", 3)]
    [InlineData("web-request", "/old?to={self}/hello/again", 3)]
    public async Task What_a_request_does_is_one_trace(string snapshot, string path, int spans)
    {
        await using var agent = await TestAgent.Start();
        using var web = await WebTarget.Start(agent);
        (await web.Client.GetAsync(new Uri(path.Replace("{self}", web.Url.ToString().TrimEnd('/'), StringComparison.Ordinal), UriKind.Relative))).Dispose();
        var received = await agent.Spans.WaitForCount(spans);
        Assert.Equal(spans, received.Count);
        Snapshot.Matches(snapshot, TraceText.Of(received));
    }

    [Theory]
    [InlineData("DD_TRACE_ASPNETCORE_ENABLED", "http.request")]
    [InlineData("DD_TRACE_HTTPMESSAGEHANDLER_ENABLED", "aspnet_core.request aspnet_core.request")]
    [InlineData("DD_TRACE_HTTPCLIENT_ENABLED", "aspnet_core.request aspnet_core.request")]
    [InlineData("DD_TRACE_ENABLED", "")]
    public async Task An_integration_that_is_off_makes_no_spans(string variable, string left)
    {
        await using var agent = await TestAgent.Start();
        using var web = await WebTarget.Start(agent, (variable, "false"));
        await web.Client.GetStringAsync(new Uri($"/relay?to={web.Url}hello/again", UriKind.Relative));
        web.Process.Signal(TargetProcess.Terminate);
        await web.Process.Exit();
        Assert.Equal(left, string.Join(' ', agent.Spans.Items.Select(span => span.Name).Order()));
    }

    [Theory]
    [InlineData("true", "false", "/nowhere/77/deadbeef01", "/nowhere/{param:int}/{param:hex}")]
    [InlineData("true", "false", "/hello/world", null)]
    [InlineData("true", "true", "/hello/4711?x=/1/2", "/hello/{param:int}")]
    [InlineData("false", "true", "/nowhere/77", null)]
    public async Task Endpoints_are_simplified_paths_where_there_is_no_route_or_always(string enabled, string always, string path, string? endpoint)
    {
        await using var agent = await TestAgent.Start();
        using var web = await WebTarget.Start(
            agent, ("DD_TRACE_RESOURCE_RENAMING_ENABLED", enabled), ("DD_TRACE_RESOURCE_RENAMING_ALWAYS_SIMPLIFIED_ENDPOINT", always));
        (await web.Client.GetAsync(new Uri(path, UriKind.Relative))).Dispose();
        Assert.Equal(endpoint, Assert.Single(await agent.Spans.WaitForCount(1)).Meta.GetValueOrDefault("http.endpoint"));
    }

    [Fact]
    public async Task Configured_headers_and_the_client_address_become_tags()
    {
        await using var agent = await TestAgent.Start();
        using var web = await WebTarget.Start(agent, ("DD_TRACE_HEADER_TAGS", "x-basket:basket,content-type"), ("DD_TRACE_CLIENT_IP_ENABLED", "true"));
        web.Client.DefaultRequestHeaders.Add("X-Basket", "blue");
        web.Client.DefaultRequestHeaders.Add("X-Forwarded-For", "10.1.2.3, 93.184.216.34");
        await web.Client.GetStringAsync(new Uri("/hello/world", UriKind.Relative));
        var span = Assert.Single(await agent.Spans.WaitForCount(1));
        Assert.Equal("blue", span.Meta["basket"]);
        Assert.Equal("text/plain; charset=utf-8", span.Meta["http.response.headers.content-type"]);
        Assert.Equal("93.184.216.34", span.Meta["http.client_ip"]);
        Assert.Equal("127.0.0.1", span.Meta["network.client.ip"]);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task Log_records_name_the_request(string injection, bool there)
    {
        await using var agent = await TestAgent.Start();
        using var web = await WebTarget.Start(agent, ("DD_LOGS_INJECTION", injection), ("DD_ENV", "here"), ("DD_VERSION", "1.2.3"));
        await web.Client.GetStringAsync(new Uri("/logs", UriKind.Relative));
        var span = Assert.Single(await agent.Spans.WaitForCount(1));
        using var record = JsonDocument.Parse(await web.Process.Line("Bread is running"));
        var scope = record.RootElement.GetProperty("Scopes").EnumerateArray().FirstOrDefault(s => s.TryGetProperty("dd_span_id", out _));
        if (!there)
        {
            Assert.Equal(JsonValueKind.Undefined, scope.ValueKind);
            return;
        }
        Assert.Equal(span.SpanId.ToString(System.Globalization.CultureInfo.InvariantCulture), scope.GetProperty("dd_span_id").GetString());
        Assert.Equal(span.Meta["_dd.p.tid"] + span.TraceId.ToString("x16", System.Globalization.CultureInfo.InvariantCulture), scope.GetProperty("dd_trace_id").GetString());
        Assert.Equal("web", scope.GetProperty("dd_service").GetString());
        Assert.Equal("here", scope.GetProperty("dd_env").GetString());
        Assert.Equal("1.2.3", scope.GetProperty("dd_version").GetString());
    }

    [Fact]
    public async Task Every_configured_style_is_sent()
    {
        await using var agent = await TestAgent.Start();
        using var web = await WebTarget.Start(agent, ("DD_TRACE_PROPAGATION_STYLE", "datadog,tracecontext,b3,b3multi,baggage"));
        web.Client.DefaultRequestHeaders.Add("baggage", "basket=blue");
        var headers = await web.Client.GetStringAsync(new Uri($"/relay?to={web.Url}headers", UriKind.Relative));
        foreach (var name in new[] { "x-datadog-trace-id", "x-datadog-parent-id", "traceparent", "tracestate", "b3", "x-b3-traceid", "baggage" })
            Assert.Contains("\n" + name + ": ", "\n" + headers, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("basket=blue", headers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_thousand_requests_over_two_services_are_ten_thousand_whole_traces()
    {
        const int count = 10_000;
        await using var agent = await TestAgent.Start();
        using var back = await WebTarget.Start(agent, ("DD_SERVICE", "back"), ("DD_TRACE_WRITER_BUFFER_SIZE_BYTES", "200000000"));
        using var front = await WebTarget.Start(agent, ("DD_SERVICE", "front"), ("DD_TRACE_WRITER_BUFFER_SIZE_BYTES", "200000000"));
        var relay = new Uri($"/relay?to={back.Url}hello/again", UriKind.Relative);
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (_, stop) =>
        {
            using var answer = await front.Client.GetAsync(relay, stop);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        });
        var spans = await agent.Spans.WaitForCount(3 * count);
        Assert.Equal(3 * count, spans.Count);
        var byId = spans.ToDictionary(span => span.SpanId);
        var roots = spans.Where(span => span.ParentId == 0).ToList();
        Assert.Equal(count, roots.Select(span => span.TraceId).Distinct().Count());
        Assert.Equal(count, roots.Count);
        Assert.All(spans, span => Assert.True(span.ParentId == 0 || byId[span.ParentId].TraceId == span.TraceId));
    }
}
