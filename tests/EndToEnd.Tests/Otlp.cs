using DdRun.Testing.Otlp;

namespace DdRun.EndToEnd.Tests;

/// <summary>Whole programs by OTLP, to a receiver of ours that hands everything on to the Aspire dashboard.</summary>
public class Otlp
{
    [Fact]
    public async Task A_chain_of_two_services_arrives_whole_at_the_Aspire_dashboard()
    {
        await using var relay = await AspireRelay.Start();
        var receiver = relay.Receiver;
        using (var back = Start(receiver, "back"))
        using (var front = Start(receiver, "front"))
        {
            var (behind, before) = (await Listening(back), await Listening(front));
            using var client = new HttpClient();
            await client.GetStringAsync(new Uri($"{before}/relay?to={Uri.EscapeDataString(behind + "/hello/world?a=b")}"));
            using var failed = await client.GetAsync(new Uri($"{before}/relay?to={Uri.EscapeDataString(behind + "/fails")}"));
            await client.GetStringAsync(new Uri(before + "/logs"));
            await receiver.Spans.WaitForCount(7);
            await receiver.Logs.WaitFor(logs => logs.Any(log => Equals(log.Body, "Bread is running low")) && logs.Any(IsOutOfBread), "the log records");
            await receiver.Points.WaitFor(points => RequestsOf(points, "front") == 3 && RequestsOf(points, "back") == 2, "the requests counted");
            foreach (var process in (TargetProcess[])[front, back])
            {
                process.Signal(TargetProcess.Terminate);
                Assert.Equal(0, (await process.Exit()).ExitCode);
            }
        }
        var spans = receiver.Spans.Items;
        AssertChain(spans);
        AssertLogs(receiver.Logs.Items, spans);
        AssertMetrics(receiver.Points.Items);
        await relay.AssertShown();
    }

    [Theory]
    [InlineData("Kitchen-net8.0")]
    [InlineData("Kitchen-net9.0")]
    [InlineData("Kitchen")]
    public async Task Every_runtime_reports_itself_under_the_same_names(string app)
    {
        await using var receiver = await OtlpReceiver.Start();
        await using var rig = await Rig.Start();
        var result = await TargetProcess.Run(new Target("dotnet", Repository.App(app, "Kitchen.dll"), "exit", "return")
        {
            LauncherArguments = [.. rig.Dotnet("Kitchen", Rules.Garnish).LauncherArguments!.Take(2), "--exporter", "otlp", "--endpoint", receiver.Url],
        });
        Assert.Equal(3, result.ExitCode);
        var garnish = Assert.Single(receiver.Spans.Items, span => span.Name == "garnish");
        Assert.Equal("dd-run.manifest", garnish.ScopeName);
        Assert.EndsWith(".Garnish", (string)garnish["code.function.name"]!, StringComparison.Ordinal);
        // All but what nothing has happened for: no exception thrown, and no collection described.
        var names = receiver.Points.Items.Where(point => point.ScopeName == "System.Runtime").Select(point => point.Metric).Distinct().ToList();
        Assert.Equal(
            ["dotnet.assembly.count", "dotnet.gc.collections", "dotnet.gc.heap.total_allocated", "dotnet.gc.pause.time", "dotnet.jit.compilation.time", "dotnet.jit.compiled_il.size",
            "dotnet.jit.compiled_methods", "dotnet.monitor.lock_contentions", "dotnet.process.cpu.count", "dotnet.process.cpu.time", "dotnet.process.memory.working_set",
            "dotnet.thread_pool.queue.length", "dotnet.thread_pool.thread.count", "dotnet.thread_pool.work_item.count", "dotnet.timer.count"],
            names.Where(name => name != "dotnet.exceptions" && !name.StartsWith("dotnet.gc.last_collection", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Empty(rig.Agent.Requests.Items);
    }

    [Fact]
    public async Task Three_libraries_log_with_their_trace()
    {
        await using var receiver = await OtlpReceiver.Start();
        var result = await TargetProcess.Run(new Target("dotnet", Repository.App("Logs", "Logs.dll")) { LauncherArguments = ["--exporter", "otlp", "--endpoint", receiver.Url] });
        Assert.Equal(0, result.ExitCode);
        var span = Assert.Single(receiver.Spans.Items, span => span.Name == "cook");
        var inside = receiver.Logs.Items.Where(log => Equals(log.Body, "inside")).ToList();
        var outside = receiver.Logs.Items.Where(log => Equals(log.Body, "outside")).ToList();
        Assert.Equal(3, inside.Count);
        Assert.Equal(3, outside.Count);
        Assert.All(inside, log => Assert.Equal((13, span.TraceId, span.SpanId), (log.SeverityNumber, log.TraceId, log.SpanId)));
        Assert.All(outside, log => Assert.Equal("", log.SpanId));
        Assert.All(receiver.Logs.Items, log => Assert.DoesNotContain(log.Attributes.Keys, key => key.StartsWith("dd", StringComparison.Ordinal)));
        // Serilog's logger has no name.
        Assert.Equal(["", "kitchen", "kitchen"], inside.Select(log => log.ScopeName).Order(StringComparer.Ordinal));
    }

    private static bool IsOutOfBread(OtlpLog log) => Equals(log.Attributes.GetValueOrDefault("exception.message"), "out of bread");

    private static long RequestsOf(IReadOnlyList<OtlpPoint> points, string service) =>
        Total(points.Where(point => point.Metric == "http.server.request.duration" && Equals(point.Resource["service.name"], service)));

    private static void AssertChain(IReadOnlyList<OtlpSpan> spans)
    {
        var asked = Assert.Single(spans, span => span.Service == "front" && span.Kind == 3 && ((string)span["url.full"]!).Contains("/hello/world", StringComparison.Ordinal));
        var front = Assert.Single(spans, span => span.SpanId == asked.ParentId);
        var back = Assert.Single(spans, span => span.ParentId == asked.SpanId);
        Assert.Equal(("GET /relay", 2, ""), (front.Name, front.Kind, front.ParentId));
        Assert.Equal(("GET", 200L, "127.0.0.1"), (asked.Name, asked["http.response.status_code"], asked["server.address"]));
        Assert.Equal(("GET /hello/{name}", 2, "back", "/hello/world", "a=b", 0x301u), (back.Name, back.Kind, back.Service, back["url.path"], back["url.query"], back.Flags));
        Assert.True(front.Start <= asked.Start && asked.Start <= back.Start && back.End <= front.End);
        var broken = Assert.Single(spans, span => span.Service == "back" && Equals(span["http.route"], "/fails"));
        Assert.Equal((2, 500L), (broken.StatusCode, broken["http.response.status_code"]));
        Assert.Equal((2, "500"), Assert.Single(spans, span => span.SpanId == broken.ParentId) is var client ? (client.StatusCode, client["error.type"]) : default);
        Assert.Equal("out of bread", Assert.Single(broken.Events, happened => happened.Name == "exception").Attributes["exception.message"]);
    }

    private static void AssertLogs(IReadOnlyList<OtlpLog> logs, IReadOnlyList<OtlpSpan> spans)
    {
        var log = Assert.Single(logs, log => Equals(log.Body, "Bread is running low"));
        var span = Assert.Single(spans, span => span.SpanId == log.SpanId);
        Assert.Equal(("GET /logs", span.TraceId, 1u), (span.Name, log.TraceId, log.Flags));
        Assert.Equal((13, "Warning", "Program", "low"), (log.SeverityNumber, log.SeverityText, log.ScopeName, log.Attributes["Level"]));
        Assert.Equal("front", log.Resource["service.name"]);
        Assert.DoesNotContain("dd_trace_id", log.Attributes.Keys);
        var thrown = Assert.Single(logs, IsOutOfBread);
        Assert.Equal(17, thrown.SeverityNumber);
    }

    private static void AssertMetrics(IReadOnlyList<OtlpPoint> points)
    {
        foreach (var service in (string[])["front", "back"])
        {
            var own = points.Where(point => Equals(point.Resource["service.name"], service)).ToList();
            Assert.True(own.Where(point => point.ScopeName == "System.Runtime").Select(point => point.Metric).Distinct().Count() >= 16);
            var requests = own.Where(point => point.Metric == "http.server.request.duration").ToList();
            Assert.All(requests, point => Assert.Equal(("s", "Microsoft.AspNetCore.Hosting"), (point.Unit, point.ScopeName)));
            Assert.Contains(own, point => point.Metric == "kestrel.active_connections");
        }
        Assert.Equal(2, Total(points.Where(point => point.Metric == "http.client.request.duration")));
    }

    // Cumulative: the last report says it all.
    private static long Total(IEnumerable<OtlpPoint> points) =>
        points.GroupBy(point => string.Join(',', AspireRelay.Texts(point.Attributes))).Sum(series => (long)series.MaxBy(point => point.Time)!.Count);

    private static TargetProcess Start(OtlpReceiver receiver, string service) => TargetProcess.Start(new Target("dotnet", Repository.App("Web", "Web.dll"), "--urls", "http://127.0.0.1:0")
    {
        LauncherArguments = ["--exporter", "otlp", "--endpoint", receiver.Url, "--service", service],
        Environment = new Dictionary<string, string> { ["OTEL_EXPORTER_OTLP_TIMEOUT"] = "60000", ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000" },
    });

    private static async Task<string> Listening(TargetProcess process)
    {
        const string words = "listening on ";
        var line = await process.Line(words);
        return line[(line.IndexOf(words, StringComparison.Ordinal) + words.Length)..];
    }
}
