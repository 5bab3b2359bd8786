using DdRun.Testing.Otlp;

namespace DdRun.EndToEnd.Tests;

/// <summary>The sample shop with everything by OTLP, at a real Aspire dashboard.</summary>
public class ShopByOtlp
{
    private const int Orders = 3, Unicorns = 2;

    [Fact]
    public async Task Traces_metrics_and_logs_of_the_sample_shop_arrive_whole()
    {
        await using var relay = await AspireRelay.Start();
        var receiver = relay.Receiver;
        var shop = Repository.App("SandwichShop", "SandwichShop.dll");
        using (var process = TargetProcess.Start(new Target("dotnet", shop)
        {
            LauncherArguments = ["--exporter", "otlp", "--endpoint", receiver.Url, "--service", "sandwich-shop"],
            Environment = new Dictionary<string, string>
            {
                ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
                ["Logging__LogLevel__Default"] = "Information",
                ["OTEL_EXPORTER_OTLP_TIMEOUT"] = "60000",
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000",
            },
        }))
        {
            var line = await process.Line("Sandwiches at ");
            var address = line["Sandwiches at ".Length..].Replace("/sandwich/blt", "", StringComparison.Ordinal);
            using var client = new HttpClient();
            for (var i = 0; i < Orders; i++)
                await client.GetStringAsync(new Uri(address + "/sandwich/blt"));
            for (var i = 0; i < Unicorns; i++)
            {
                using var refused = await client.GetAsync(new Uri(address + "/sandwich/unicorn"));
                Assert.Equal(409, (int)refused.StatusCode);
            }
            await client.GetStringAsync(new Uri(address + "/orders"));
            process.Signal(TargetProcess.Terminate);
            Assert.Equal(0, (await process.Exit()).ExitCode);
        }
        AssertTraces(receiver.Spans.Items);
        AssertLogs(receiver.Logs.Items, receiver.Spans.Items);
        AssertMetrics(receiver.Points.Items);
        await relay.AssertShown();
        var trace = receiver.Spans.Items.First(span => span.Name == "GET /sandwich/{kind}" && Equals(span["url.path"], "/sandwich/unicorn")).TraceId;
        if (!Browser.IsInstalled)
            return;
        await using var browser = await Browser.Open(new Uri(relay.Page, "/traces/detail/" + trace));
        await browser.WaitFor("sandwich-shop", "pantry", "GET /sandwich/{kind}", "assemble_sandwich", "SELECT ingredient");
        await browser.TakePicture("aspire-shop-trace.png");
    }

    private static void AssertTraces(IReadOnlyList<OtlpSpan> spans)
    {
        Assert.All(spans, span => Assert.InRange(span.End, span.Start, ulong.MaxValue));
        var requests = spans.Where(span => span.Kind == 2).ToList();
        Assert.Equal(
            [("GET /orders", 200L, 0L, 1), ("GET /sandwich/{kind}", 200L, 0L, Orders), ("GET /sandwich/{kind}", 409L, 0L, Unicorns)],
            requests.GroupBy(span => (span.Name, (long)span["http.response.status_code"]!, span.StatusCode)).Select(group => (group.Key.Name, group.Key.Item2, group.Key.StatusCode, group.Count())).Order());
        var order = requests.First(span => Equals(span["url.path"], "/sandwich/blt"));
        var trace = spans.Where(span => span.TraceId == order.TraceId).ToList();
        Assert.Equal("take_order", One(trace, order).Name);
        var assembled = Assert.Single(trace, span => span.Name == "assemble_sandwich");
        Assert.Equal((5L, "dd-run.manifest", "SandwichShop.Kitchen.AssembleSandwichAsync"), (assembled["layers"], assembled.ScopeName, assembled["code.function.name"]));
        var pantry = Assert.Single(trace, span => span.Name == "get_ingredients");
        Assert.Equal(("pantry", assembled.SpanId), (pantry.Service, pantry.ParentId));
        var query = Assert.Single(trace, span => span.Name == "SELECT ingredient");
        Assert.Equal((3, "sqlite", "ingredient", "SELECT name FROM ingredient WHERE kind = @kind"), (query.Kind, query["db.system.name"], query["db.collection.name"], query["db.query.text"]));
        // Below another service's span, a rule without one means the shop.
        var asking = Assert.Single(trace, span => span.SpanId == query.ParentId);
        Assert.Equal(("dapper.query", "sandwich-shop", pantry.SpanId), (asking.Name, asking.Service, asking.ParentId));
        Assert.Single(trace, span => span.Name == "INSERT sandwich");
        Assert.All(trace, span => Assert.True(span.SpanId == order.SpanId || trace.Exists(parent => parent.SpanId == span.ParentId)));
        var failed = spans.Where(span => span.Name == "assemble_sandwich" && span.StatusCode == 2).ToList();
        Assert.Equal(Unicorns, failed.Count);
        Assert.All(failed, span => Assert.Equal("SandwichShop.OutOfIngredientsException", Assert.Single(span.Events).Attributes["exception.type"]));
    }

    private static OtlpSpan One(IEnumerable<OtlpSpan> trace, OtlpSpan parent) => Assert.Single(trace, span => span.ParentId == parent.SpanId && span.ScopeName == "dd-run.manifest" && span.Name != "json.serialize");

    private static void AssertLogs(IReadOnlyList<OtlpLog> logs, IReadOnlyList<OtlpSpan> spans)
    {
        var executed = logs.Where(log => log.ScopeName == "Microsoft.AspNetCore.Routing.EndpointMiddleware").ToList();
        Assert.Equal(2 * (Orders + Unicorns + 1), executed.Count);
        Assert.All(executed, log =>
        {
            var span = Assert.Single(spans, span => span.SpanId == log.SpanId);
            Assert.Equal((span.TraceId, 2, 9, "Information", "sandwich-shop"), (log.TraceId, span.Kind, log.SeverityNumber, log.SeverityText, log.Resource["service.name"]));
            Assert.InRange(log.Time, span.Start, span.End);
        });
        Assert.Contains(logs, log => log.ScopeName == "Microsoft.Hosting.Lifetime" && log.SpanId.Length == 0);
    }

    private static void AssertMetrics(IReadOnlyList<OtlpPoint> points)
    {
        var last = points.GroupBy(point => (point.ScopeName, point.Metric, Tags: string.Join(',', AspireRelay.Texts(point.Attributes)))).Select(series => series.MaxBy(point => point.Time)!).ToList();
        foreach (var (name, unit, kind, monotonic, series) in s_runtime)
        {
            var own = last.Where(point => point.ScopeName == "System.Runtime" && point.Metric == name).ToList();
            Assert.True(own.Count == series, $"{own.Count} series of {name}");
            Assert.All(own, point => Assert.Equal((unit, kind, monotonic, 2L), (point.Unit, point.Kind, point.Monotonic, point.Temporality)));
        }
        Assert.Equal(Environment.ProcessorCount, Runtime("dotnet.process.cpu.count").Value);
        Assert.InRange(Runtime("dotnet.process.memory.working_set").Value, 20e6, 1e9);
        Assert.InRange(Runtime("dotnet.assembly.count").Value, 30, 500);
        Assert.Equal(Unicorns, last.Single(point => point.Metric == "dotnet.exceptions" && Equals(point.Attributes["error.type"], "SandwichShop.OutOfIngredientsException")).Value / Throws);
        var requests = last.Where(point => point.Metric == "http.server.request.duration").ToDictionary(point => (point.Attributes["http.route"], point.Attributes["http.response.status_code"]));
        Assert.Equal((3, (ulong)Orders, (ulong)Unicorns, 1ul), (requests.Count, requests[("/sandwich/{kind}", 200L)].Count, requests[("/sandwich/{kind}", 409L)].Count, requests[("/orders", 200L)].Count));
        Assert.All(requests.Values, point => Assert.Equal(("s", "histogram", "Microsoft.AspNetCore.Hosting"), (point.Unit, point.Kind, point.ScopeName)));
        Assert.Equal(0, last.Single(point => point.Metric == "http.server.active_requests").Value);
        Assert.Contains(last, point => point is { Metric: "kestrel.active_connections", Unit: "{connection}", Kind: "sum", Monotonic: false });

        OtlpPoint Runtime(string name) => last.Single(point => point.Metric == name);
    }

    // Each of the two async methods that an exception goes through throws it once more.
    private const int Throws = 3;

    private static readonly (string Name, string Unit, string Kind, bool Monotonic, int Series)[] s_runtime =
    [
        ("dotnet.assembly.count", "{assembly}", "sum", false, 1),
        ("dotnet.gc.collections", "{collection}", "sum", true, 3),
        ("dotnet.gc.heap.total_allocated", "By", "sum", true, 1),
        ("dotnet.gc.pause.time", "s", "sum", true, 1),
        ("dotnet.jit.compilation.time", "s", "sum", true, 1),
        ("dotnet.jit.compiled_il.size", "By", "sum", true, 1),
        ("dotnet.jit.compiled_methods", "{method}", "sum", true, 1),
        ("dotnet.monitor.lock_contentions", "{contention}", "sum", true, 1),
        ("dotnet.process.cpu.count", "{cpu}", "sum", false, 1),
        ("dotnet.process.cpu.time", "s", "sum", true, 2),
        ("dotnet.process.memory.working_set", "By", "sum", false, 1),
        ("dotnet.thread_pool.queue.length", "{work_item}", "sum", false, 1),
        ("dotnet.thread_pool.thread.count", "{thread}", "sum", false, 1),
        ("dotnet.thread_pool.work_item.count", "{work_item}", "sum", true, 1),
        ("dotnet.timer.count", "{timer}", "sum", false, 1),
    ];
}
