namespace DdRun.EndToEnd.Tests.Libraries;

public class Requests
{
    private const string Off = "CORECLR_ENABLE_PROFILING=0";
    private const string Foreign = "CORECLR_PROFILER={01234567-89AB-CDEF-0123-456789ABCDEF} CORECLR_PROFILER_PATH=/absent.so";

    [Fact]
    public async Task Requests_stay_the_programs_whatever_is_sent_with_them()
    {
        await using var rig = await Rig.Start();
        var target = rig.Dotnet("Requests", [], "same");
        var (plain, traced) = (await TargetProcess.Run(target.Plain), await TargetProcess.Run(target));
        Assert.Equal((0, plain.Output), (traced.ExitCode, traced.Output));
        // Both versions of the protocol, on the way to this service and at it: each request continues the one that was sent.
        var sent = rig.Agent.Spans.Items.Where(span => span.Name == "http.request").Select(span => span.SpanId).ToHashSet();
        var served = rig.Agent.Spans.Items.Where(span => span.Name == "aspnet_core.request").ToList();
        Assert.Equal(2 * (2 + 1 + 2 + 2 + 4 + 8 * 250 + 3) + 1, served.Count);
        // All but those of the handlers that were asked for silence.
        Assert.Equal(2 * 3, served.Count(span => !sent.Contains(span.ParentId)));
    }

    // Where nothing can be woven no copy can be made, and nothing of ours is written on what is the program's.
    [Theory]
    [InlineData("same", Off)]
    [InlineData("same", Foreign)]
    [InlineData("bytes", Off)]
    public async Task Requests_stay_the_programs_where_nothing_is_woven(string scenario, string profiler)
    {
        await using var rig = await Rig.Start();
        var plain = await TargetProcess.Run(rig.Dotnet("Requests", [], scenario).Plain);
        var traced = await TargetProcess.Run(Unwoven(rig, profiler, scenario));
        Assert.Equal((0, plain.Output), (traced.ExitCode, traced.Output));
        Assert.Single(traced.Errors.Split('\n'), line => line.Contains("Requests go out without the trace's context", StringComparison.Ordinal));
        // Seen all the same, but by handlers without a propagator.
        var sent = rig.Agent.Spans.Items.Where(span => span.Name == "http.request").ToList();
        Assert.Equal(scenario == "same" ? 2 * (2 + 1 + 2 + 2 + 4 + 8 * 250 + 2) + 1 : 4 * 2 + 2, sent.Count);
        Assert.Equal(scenario == "same" ? 2 : 0, sent.Count(span => span.Meta.GetValueOrDefault("http.status_code") == "503"));
        Assert.All(sent, span => Assert.Contains("http.status_code", span.Meta.Keys));
    }

    [Theory]
    [InlineData]
    [InlineData("own")]
    [InlineData("around")]
    [InlineData("pass")]
    public async Task What_NET_sends_by_itself_names_the_trace_where_nothing_is_woven(params string[] how)
    {
        await using var rig = await Rig.Start();
        var plain = (await TargetProcess.Run(rig.Dotnet("Requests", [], ["context", .. how]).Plain)).Output.Split('\n');
        var traced = (await TargetProcess.Run(Unwoven(rig, Off, ["context", .. how]))).Output.Split('\n');
        Assert.Equal(plain.Select(Name), traced.Select(Name));
        var trace = traced[0]["trace ".Length..];
        var span = rig.Agent.Spans.Items.Where(span => span.Name == "http.request").MinBy(span => span.Start)!;
        var headers = Headers(traced[1..]);
        Assert.Equal(how is [] or ["around"] ? $"00-{trace}-{span.SpanId:x16}-01" : null, how is ["pass"] ? null : headers.GetValueOrDefault("traceparent"));
        if (how is ["pass"])
            Assert.StartsWith($"00-{trace}-", headers["traceparent"], StringComparison.Ordinal);

        static string Name(string line) => line.Split([' ', ':'])[0];
    }

    [Fact]
    public async Task What_the_activity_says_goes_out_with_the_trace()
    {
        var (trace, headers, span) = await Context();
        Assert.Equal("tenant = 42", headers["baggage"]);
        Assert.Equal($"00-{trace}-{span.SpanId:x16}-01", headers["traceparent"]);
        Assert.StartsWith("dd=", headers["tracestate"], StringComparison.Ordinal);
        Assert.EndsWith(",v=1", headers["tracestate"], StringComparison.Ordinal);
        Assert.Equal($"{span.TraceId}", headers["x-datadog-trace-id"]);
    }

    [Fact]
    public async Task A_propagator_of_the_programs_own_sends_beside_ours()
    {
        var (trace, headers, span) = await Context("own");
        Assert.Equal(trace, headers["x-own-trace"]);
        Assert.Equal($"{span.SpanId}", headers["x-datadog-parent-id"]);
        // It sends none.
        Assert.DoesNotContain("baggage", headers.Keys);
    }

    [Fact]
    public async Task A_propagator_around_ours_has_the_last_word()
    {
        var (trace, headers, span) = await Context("around");
        Assert.Equal(trace, headers["x-own-trace"]);
        Assert.Equal($"00-{trace}-{span.SpanId:x16}-01", headers["traceparent"]);
        Assert.DoesNotContain("baggage", headers.Keys);
    }

    [Fact]
    public async Task What_is_passed_through_is_what_came_in()
    {
        var (trace, headers, span) = await Context("pass");
        Assert.StartsWith($"00-{trace}-", headers["traceparent"], StringComparison.Ordinal);
        Assert.NotEqual($"00-{trace}-{span.SpanId:x16}-01", headers["traceparent"]);
        Assert.Equal(["baggage", "traceparent", "tracestate"], headers.Keys.Append("baggage").Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_reverse_proxy_hands_the_context_on()
    {
        await using var rig = await Rig.Start();
        var result = await TargetProcess.Run(rig.Dotnet("Proxy", []));
        var headers = Headers(result.Output.Split('\n'));
        var sent = Assert.Single(rig.Agent.Spans.Items, span => span.Name == "http.request");
        Assert.Equal($"00-0123456789abcdef0123456789abcdef-{sent.SpanId:x16}-01", headers["traceparent"]);
        Assert.EndsWith(",other=1", headers["tracestate"], StringComparison.Ordinal);
        Assert.Equal("bread=rye", headers["baggage"]);
        Assert.Equal($"{sent.SpanId}", headers["x-datadog-parent-id"]);
        Assert.All(rig.Agent.Spans.Items, span => Assert.Equal(0x0123456789abcdeful, span.TraceId));
    }

    [Theory]
    [InlineData("")]
    [InlineData("b3")]
    public async Task Beside_another_tracer_a_request_names_one_trace(string propagator)
    {
        await using var rig = await Rig.Start();
        var result = await TargetProcess.Run(rig.Dotnet("Beside", ["""{ "method": "Beside.Program.Ours", "name": "ours" }"""], propagator));
        var lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        foreach (var line in lines)
        {
            var headers = line.Split(' ').Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part[1]);
            Assert.Equal(headers["traceparent"][16..], headers["datadog"]);
            Assert.Equal(propagator == "b3", headers.ContainsKey("b3"));
            Assert.Equal(headers["traceparent"], headers.GetValueOrDefault("b3", headers["traceparent"]));
        }
        Assert.EndsWith("baggage=bread=rye", lines[1], StringComparison.Ordinal);
        // What the rule traces is the trace, though another began within.
        var ours = Assert.Single(rig.Agent.Spans.Items, span => span.Name == "ours");
        Assert.Contains($"datadog={ours.TraceId:x16}", lines[2], StringComparison.Ordinal);
    }

    private static Target Unwoven(Rig rig, string profiler, params string[] arguments) =>
        rig.Executable("/bin/sh", [], ["-c", $"export {profiler}; exec dotnet \"$@\"", "sh", Repository.App("Requests", "Requests.dll"), .. arguments]);

    private static async Task<(string Trace, Dictionary<string, string> Headers, ReceivedSpan Span)> Context(params string[] how)
    {
        await using var rig = await Rig.Start();
        var result = await TargetProcess.Run(rig.Dotnet("Requests", [], ["context", .. how]));
        var lines = result.Output.Split('\n');
        var span = rig.Agent.Spans.Items.Where(span => span.Name == "http.request").MinBy(span => span.Start)!;
        return (lines[0]["trace ".Length..], Headers(lines[1..]), span);
    }

    private static Dictionary<string, string> Headers(IEnumerable<string> lines) =>
        lines.Where(line => line.Contains(": ", StringComparison.Ordinal)).Select(line => line.Split(": ", 2)).ToDictionary(parts => parts[0], parts => parts[1]);
}
