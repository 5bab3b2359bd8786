using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace DdRun.Viewer.Tests.Exchange;

/// <summary>Out of one viewer and into another: nothing is lost, whichever format it goes by.</summary>
public class ExchangeTests
{
    private const string Links = """[{"trace_id":"00000000000000020000000000000003","span_id":"0000000000000004","attributes":{"why":"because","n":5}}]""";
    private const string Events = """[{"name":"happened","time_unix_nano":1700000000000000123,"attributes":{"list":["a","b"],"half":0.5,"deep":{"x":true}}}]""";

    public static TheoryData<string> Formats => ["otlp", "datadog"];

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Traces_are_the_same_in_another_viewer(string format)
    {
        await using var here = await RunningViewer.StartAsync();
        await SendAsync(here);
        var file = await here.Client.GetByteArrayAsync($"/api/export?format={format}");
        await using var there = await RunningViewer.StartAsync();
        Assert.Equal(4, await ImportAsync(there, file));
        foreach (var id in (string[])["000000000000000a0000000000000001", "00000000000000000000000000000002"])
            Assert.Equal(Facts(await here.GetAsync($"/api/traces/{id}")), Facts(await there.GetAsync($"/api/traces/{id}")));
        // And so it goes on.
        Assert.Equal(file, await there.Client.GetByteArrayAsync($"/api/export?format={format}"));
    }

    [Fact]
    public async Task Spans_that_came_by_OTLP_keep_what_they_were()
    {
        await using var here = await RunningViewer.StartAsync();
        const string sent = """
            {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}},{"key":"service.instance.id","value":{"stringValue":"run-1"}},{"key":"deployment.environment.name","value":{"stringValue":"test"}}]},
            "scopeSpans":[{"scope":{"name":"Shop.Kitchen"},"spans":[{"traceId":"0000000000000005ffffffffffffffff","spanId":"00000000000000aa","parentSpanId":"00000000000000bb","name":"GET /sandwich/{kind}","kind":2,
            "startTimeUnixNano":"1700000000000000000","endTimeUnixNano":"1700000000000000500","attributes":[{"key":"http.request.method","value":{"stringValue":"GET"}},{"key":"http.route","value":{"stringValue":"/sandwich/{kind}"}},{"key":"n","value":{"intValue":"7"}},{"key":"x","value":{"doubleValue":0.5}}],
            "events":[{"name":"exception","timeUnixNano":"1700000000000000400","attributes":[{"key":"exception.type","value":{"stringValue":"Burnt"}}]}],"links":[{"traceId":"0000000000000000000000000000000c","spanId":"000000000000000d"}],"status":{"code":2,"message":"too hot"}}]}]}]}
            """;
        Assert.Equal(1, await ImportAsync(here, Encoding.UTF8.GetBytes(sent)));
        var file = await here.Client.GetByteArrayAsync("/api/export?traceId=0000000000000005ffffffffffffffff");
        using var exported = JsonDocument.Parse(file);
        var group = exported.RootElement.GetProperty("resourceSpans")[0];
        Assert.Equal(["shop", "run-1", "test"], group.GetProperty("resource").GetProperty("attributes").EnumerateArray().Select(pair => pair.GetProperty("value").GetProperty("stringValue").GetString()));
        Assert.Equal("Shop.Kitchen", group.GetProperty("scopeSpans")[0].GetProperty("scope").GetProperty("name").GetString());
        var span = group.GetProperty("scopeSpans")[0].GetProperty("spans")[0];
        using var original = JsonDocument.Parse(sent);
        var given = original.RootElement.GetProperty("resourceSpans")[0].GetProperty("scopeSpans")[0].GetProperty("spans")[0];
        foreach (var field in (string[])["traceId", "spanId", "parentSpanId", "name", "kind", "startTimeUnixNano", "endTimeUnixNano", "status"])
            Assert.Equal(given.GetProperty(field).GetRawText(), span.GetProperty(field).GetRawText());
        Assert.Equal(given.GetProperty("links")[0].GetProperty("spanId").GetString(), span.GetProperty("links")[0].GetProperty("spanId").GetString());
        Assert.Equal("Burnt", span.GetProperty("events")[0].GetProperty("attributes")[0].GetProperty("value").GetProperty("stringValue").GetString());
        var attributes = span.GetProperty("attributes").EnumerateArray().Select(pair => pair.GetRawText()).ToList();
        Assert.All(given.GetProperty("attributes").EnumerateArray(), attribute => Assert.Contains(attribute.GetRawText(), attributes));
    }

    [Fact]
    public async Task An_export_holds_what_the_filter_says()
    {
        await using var viewer = await RunningViewer.StartAsync();
        await SendAsync(viewer);
        using var some = JsonDocument.Parse(await viewer.Client.GetByteArrayAsync("/api/export?format=datadog&filter=status:error"));
        Assert.Equal(3, Assert.Single(some.RootElement.EnumerateArray()).GetArrayLength());
        using var none = JsonDocument.Parse(await viewer.Client.GetByteArrayAsync("/api/export?traceId=00000000000000ff"));
        Assert.Empty(none.RootElement.GetProperty("resourceSpans").EnumerateArray());
        using var last = JsonDocument.Parse(await viewer.Client.GetByteArrayAsync("/api/export?format=datadog&limit=1"));
        Assert.Equal(2ul, last.RootElement[0][0].GetProperty("trace_id").GetUInt64());
        foreach (var query in (string[])["format=zipkin", "filter=duration:fast", "limit=many", "limit=-1"])
        {
            using var refused = await viewer.Client.GetAsync("/api/export?" + query);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }
    }

    [Theory]
    [InlineData("""[[{"trace_id":"00000000000000010000000000000009","span_id":"a","parent_id":"0","name":"n","service":"s","start":1,"duration":2}]]""", 1)]
    [InlineData("""{"traces":[[{"trace_id":9,"span_id":18446744073709551615,"name":"n","service":"s","start":1,"duration":2,"meta":{"a":"b"},"metrics":{"c":1.5}}]]}""", 1)]
    [InlineData("{\"resourceSpans\":[]}\n{\"resourceLogs\":[]}\n[[{\"trace_id\":9,\"span_id\":1}],[{\"trace_id\":10,\"span_id\":1}]]\n", 2)]
    [InlineData("\ufeff  []", 0)]
    public async Task What_others_write_is_read(string json, int spans)
    {
        await using var viewer = await RunningViewer.StartAsync();
        Assert.Equal(spans, await ImportAsync(viewer, Encoding.UTF8.GetBytes(json)));
        Assert.Equal(spans, (await viewer.GetAsync("/api/status")).GetProperty("spans").GetProperty("received").GetInt64());
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("nonsense", "line 1")]
    [InlineData("{}", "neither OTLP")]
    [InlineData("[1]", "neither OTLP")]
    [InlineData("[[1]]", "a span is an object")]
    [InlineData("[[{\"trace_id\":\"xyz\"}]]", "trace_id is a number, or hex")]
    [InlineData("[[{\"meta\":7}]]", "")]
    [InlineData("[[{\"trace_id\":9,\"span_id\":1}]]\n\n{\"resourceSpans\":[", "line 3")]
    public async Task What_is_something_else_is_refused_and_said_where(string json, string? problem)
    {
        await using var viewer = await RunningViewer.StartAsync();
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await viewer.Client.PostAsync("/api/import", body);
        Assert.Equal(problem is null ? HttpStatusCode.OK : HttpStatusCode.BadRequest, answer.StatusCode);
        if (problem is not null)
            Assert.Contains(problem, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task The_command_line_reads_and_writes_files(string format)
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var (kept, exported) = (Path.Combine(folder, "kept.db"), Path.Combine(folder, "traces.json"));
            string direct;
            await using (var viewer = await RunningViewer.StartAsync("--keep", kept))
            {
                await SendAsync(viewer);
                direct = await viewer.Client.GetStringAsync($"/api/export?format={format}");
            }

            await File.WriteAllTextAsync(exported, await RunAsync(kept, "--export", format));
            Assert.Equal(direct, await File.ReadAllTextAsync(exported));
            Assert.Equal(direct, await RunAsync(exported, "--export", format));
            await using var again = await RunningViewer.StartAsync(exported);
            Assert.Equal(2, (await again.GetAsync("/api/status")).GetProperty("traces").GetInt64());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task SendAsync(RunningViewer viewer)
    {
        using var first = await viewer.PutTracesAsync(TestSpan.V04(
        [
            new() { Id = 1, Meta = new() { ["_dd.p.tid"] = "000000000000000a", ["runtime-id"] = "run-1", ["env"] = "test", ["version"] = "1.2", ["span.kind"] = "server", ["weird \"key\""] = "é\u0007<script>" } },
            new() { Id = 2, Parent = 1, Service = "pantry", Name = "sqlite.query", Resource = "SELECT 1", Type = "sql", Error = true, Meta = new() { ["error.message"] = "no", ["_dd.span_links"] = Links }, Metrics = new() { ["rows"] = 3, ["share"] = 0.25, ["big"] = 1e300 } },
            new() { Id = ulong.MaxValue, Parent = 2, Resource = "", Type = "", Meta = new() { ["events"] = Events } },
        ]));
        using var second = await viewer.PutTracesAsync(TestSpan.V04([new() { TraceId = 2, Id = 5, Start = 1_700_000_001_000_000_000 }]));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
    }

    private static async Task<long> ImportAsync(RunningViewer viewer, byte[] file)
    {
        using var body = new ByteArrayContent(file);
        using var answer = await viewer.Client.PostAsync("/api/import", body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("spans").GetInt64();
    }

    // What a trace's spans say, but for the order of their tags, and for what one format has a place for and the other implies.
    private static string Facts(JsonElement trace)
    {
        var text = new StringBuilder();
        foreach (var span in trace.GetProperty("spans").EnumerateArray())
        {
            foreach (var field in span.EnumerateObject().Where(field => field.Name != "tags"))
                text.AppendLine($"{field.Name}: {field.Value.GetRawText()}");
            foreach (var tag in span.GetProperty("tags").EnumerateObject().Where(tag => tag.Name is not "_dd.p.tid" and not "runtime-id" && tag.Value.ToString() != "internal").OrderBy(tag => tag.Name, StringComparer.Ordinal))
                text.AppendLine($"  {tag.Name} = {tag.Value.GetRawText()}");
        }

        return text.ToString();
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        var start = new System.Diagnostics.ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        start.ArgumentList.Add(typeof(DdRun.Viewer.Cli.ViewOptions).Assembly.Location);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = System.Diagnostics.Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
