using System.Diagnostics.Metrics;
using DdRun.Metrics.Otlp;
using DdRun.Runtime.Tests.Tracing;
using DdRun.Testing;
using DdRun.Testing.Otlp;

namespace DdRun.Runtime.Tests.Metrics.Otlp;

/// <summary>Metrics of the runtime and of the application's meters as a receiver gets them.</summary>
public class OtlpMetricsTests
{
    private const string Delta = "delta", Cumulative = "cumulative", LowMemory = "lowmemory";

    [Theory]
    [InlineData("http/protobuf")]
    [InlineData("http/json")]
    public async Task The_runtime_reports_itself_under_the_standard_names(string protocol)
    {
        await using var receiver = await OtlpReceiver.Start();
        var metrics = New(receiver.Url, runtime: true, ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol), ("DD_ENV", "test"));
        metrics.Start();
        try
        {
            GC.Collect();
            Throw(1);
            metrics.Report();
            var expected = new (string Name, string Unit, string Kind, bool Monotonic, string? Tag)[]
            {
                ("dotnet.assembly.count", "{assembly}", "sum", false, null),
                ("dotnet.exceptions", "{exception}", "sum", true, "error.type"),
                ("dotnet.gc.collections", "{collection}", "sum", true, "dotnet.gc.heap.generation"),
                ("dotnet.gc.heap.total_allocated", "By", "sum", true, null),
                ("dotnet.gc.last_collection.heap.fragmentation.size", "By", "sum", false, "dotnet.gc.heap.generation"),
                ("dotnet.gc.last_collection.heap.size", "By", "sum", false, "dotnet.gc.heap.generation"),
                ("dotnet.gc.last_collection.memory.committed_size", "By", "sum", false, null),
                ("dotnet.gc.pause.time", "s", "sum", true, null),
                ("dotnet.jit.compilation.time", "s", "sum", true, null),
                ("dotnet.jit.compiled_il.size", "By", "sum", true, null),
                ("dotnet.jit.compiled_methods", "{method}", "sum", true, null),
                ("dotnet.monitor.lock_contentions", "{contention}", "sum", true, null),
                ("dotnet.process.cpu.count", "{cpu}", "sum", false, null),
                ("dotnet.process.cpu.time", "s", "sum", true, "cpu.mode"),
                ("dotnet.process.memory.working_set", "By", "sum", false, null),
                ("dotnet.thread_pool.queue.length", "{work_item}", "sum", false, null),
                ("dotnet.thread_pool.thread.count", "{thread}", "sum", false, null),
                ("dotnet.thread_pool.work_item.count", "{work_item}", "sum", true, null),
                ("dotnet.timer.count", "{timer}", "sum", false, null),
            };
            var points = receiver.Points.Items.Where(point => point.ScopeName == "System.Runtime").ToList();
            Assert.Equal(expected, points.GroupBy(point => point.Metric).Select(metric => (metric.Key, metric.First().Unit, metric.First().Kind, metric.First().Monotonic, metric.First().Attributes.Keys.SingleOrDefault())).OrderBy(m => m.Key));
            Assert.All(points, point => Assert.Equal(2, point.Temporality));
            Assert.Equal(Environment.ProcessorCount, points.Single(point => point.Metric == "dotnet.process.cpu.count").Value);
            Assert.InRange(points.Single(point => point.Metric == "dotnet.process.memory.working_set").Value, 1 << 20, 1L << 40);
            Assert.Equal(["gen0", "gen1", "gen2", "loh", "poh"], points.Where(point => point.Metric == "dotnet.gc.last_collection.heap.size").Select(point => (string)point.Attributes.Single().Value!).Order());
            Assert.Equal(["system", "user"], points.Where(point => point.Metric == "dotnet.process.cpu.time").Select(point => (string)point.Attributes.Single().Value!).Order());
            Assert.Equal("test", points[0].Resource["deployment.environment.name"]);
            Assert.True(Assert.Single(receiver.Requests.Items).Path == "/v1/metrics");
        }
        finally
        {
            metrics.Stop();
        }
    }

    [Theory]
    [InlineData(Cumulative)]
    [InlineData(Delta)]
    [InlineData(LowMemory)]
    public async Task Sums_are_exact_over_restarts_of_the_receiver(string temporality)
    {
        var receiver = await OtlpReceiver.Start();
        var port = new Uri(receiver.Url).Port;
        using var meter = new Meter("Shop." + temporality, "3");
        var metrics = New(receiver.Url, runtime: true, ("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", temporality), ("DD_METRICS_METERS", "Shop.*"), ("OTEL_EXPORTER_OTLP_TIMEOUT", "1500"));
        metrics.Start();
        var orders = meter.CreateCounter<long>("orders");
        var open = meter.CreateUpDownCounter<int>("open");
        var took = meter.CreateHistogram<double>("took", "s");
        var total = 0;
        meter.CreateObservableCounter("observed", () => total);
        var all = new List<OtlpPoint>();
        try
        {
            metrics.Report();
            for (var round = 1; round <= 5; round++)
            {
                if (round is 2 or 4)
                {
                    all.AddRange(receiver.Points.Items);
                    await receiver.DisposeAsync();
                }
                orders.Add(round);
                open.Add(round);
                took.Record(round);
                total += round;
                Throw(round);
                GC.Collect(2);
                metrics.Report();
                if (round is 2 or 4)
                    receiver = await OtlpReceiver.Start(port);
            }
            all.AddRange(receiver.Points.Items);
            const int sum = 15;
            var isDelta = temporality != Cumulative;
            Assert.Equal(sum, Total("orders", isDelta));
            Assert.Equal(sum, Of("open").Last().Value);
            Assert.All(Of("open"), point => Assert.Equal((2, false), (point.Temporality, point.Monotonic)));
            Assert.Equal(sum, Total("observed", temporality == Delta));
            var histogram = Of("took");
            Assert.Equal((5ul, (double)sum), isDelta
                ? (histogram.Aggregate(0ul, (n, point) => n + point.Count), histogram.Sum(point => point.Sum))
                : (histogram.Last().Count, histogram.Last().Sum));
            Assert.All(histogram, point => Assert.Equal(point.Count, point.Buckets.Aggregate(0ul, (a, b) => a + b)));
            Assert.Equal(sum, Total("dotnet.exceptions", isDelta, point => Equals(point.Attributes["error.type"], typeof(ProvokedException).FullName)));
            Assert.True(Total("dotnet.gc.collections", temporality == Delta, point => Equals(point.Attributes.Values.Single(), "gen2")) >= 5);
            if (!isDelta)
                Assert.Single(all.Where(point => point.Kind != "gauge").Select(point => point.Start).Distinct());
            else
                AssertSeamless(Of("orders"));
            Assert.All(all, point => Assert.True(point.Start <= point.Time));
            var (_, rejected, lost) = metrics.Counts;
            Assert.Equal(0, rejected);
            Assert.True(lost > 0);
        }
        finally
        {
            await receiver.DisposeAsync();
            metrics.Stop();
        }

        List<OtlpPoint> Of(string name) => [.. all.Where(point => point.Metric == name)];

        double Total(string name, bool isDelta, Predicate<OtlpPoint>? match = null)
        {
            var points = Of(name).Where(point => match?.Invoke(point) ?? true).ToList();
            Assert.All(points, point => Assert.Equal((isDelta ? 1 : 2, true), (point.Temporality, point.Monotonic)));
            if (!isDelta)
                Assert.Equal(points.Select(point => point.Value).Order(), points.Select(point => point.Value));
            return isDelta ? points.Sum(point => point.Value) : points.Last().Value;
        }
    }

    [Fact]
    public async Task Histograms_have_bounds_and_exemplars()
    {
        await using var receiver = await OtlpReceiver.Start();
        using var meter = new Meter("Bounds");
        var metrics = New(receiver.Url, runtime: false, ("DD_METRICS_METERS", "Bounds"));
        var seconds = meter.CreateHistogram<double>("seconds", "s");
        var bytes = meter.CreateHistogram<long>("bytes", "By", "how much");
        var advised = meter.CreateHistogram("advised", null, null, null, new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2] });
        Span span;
        using (span = new TestTracer().Trace("work"))
        {
            seconds.Record(0.005);
            seconds.Record(0.0051);
        }
        bytes.Record(11);
        advised.Record(3);
        metrics.Report();
        metrics.Stop();
        var got = receiver.Points.Items.Take(3).ToDictionary(point => point.Metric);
        Assert.Equal([0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10], got["seconds"].Bounds);
        Assert.Equal([1ul, 1, .. new ulong[13]], got["seconds"].Buckets);
        Assert.Equal((0.005, 0.0051), (got["seconds"].Min, got["seconds"].Max));
        Assert.Equal([(span.TraceId.ToString("x32"), span.SpanId.ToString("x16"), 0.005), (span.TraceId.ToString("x32"), span.SpanId.ToString("x16"), 0.0051)], got["seconds"].Exemplars);
        Assert.Equal([0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000], got["bytes"].Bounds);
        Assert.Equal(("By", "how much", 11.0, 1ul), (got["bytes"].Unit, got["bytes"].Description, got["bytes"].Sum, got["bytes"].Buckets[3]));
        Assert.Empty(got["bytes"].Exemplars);
        Assert.Equal([1.0, 2.0], got["advised"].Bounds);
    }

    [Fact]
    public async Task All_kinds_and_types_of_instruments_arrive_with_their_tags()
    {
        await using var receiver = await OtlpReceiver.Start();
        using var meter = new Meter("Kinds");
        using var other = new Meter("Other");
        var metrics = New(receiver.Url, runtime: false, ("DD_METRICS_METERS", "Nobody, Kinds"));
        meter.CreateCounter<double>("c").Add(0.5, new("b", 2), new("a", "x"));
        meter.CreateCounter<byte>("bytes").Add(7);
        meter.CreateCounter<decimal>("decimals").Add(1.25m);
        var order = meter.CreateCounter<short>("order");
        order.Add(1, new("a", 1), new("b", true));
        order.Add(1, new("b", true), new("a", 1));
        meter.CreateGauge<float>("g").Record(1.5f);
        meter.CreateObservableGauge("og", () => new[] { new Measurement<int>(4, new KeyValuePair<string, object?>("k", "v")) });
        meter.CreateObservableUpDownCounter("ou", () => -3L);
        other.CreateCounter<int>("unwanted").Add(1);
        metrics.Report();
        metrics.Stop();
        var got = receiver.Points.Items.Take(7).ToDictionary(point => point.Metric);
        Assert.Equal(["bytes", "c", "decimals", "g", "og", "order", "ou"], got.Keys.Order());
        Assert.Equal((0.5, false, "sum", true), (got["c"].Value, got["c"].IsInteger, got["c"].Kind, got["c"].Monotonic));
        Assert.Equal(new Dictionary<string, object?> { ["a"] = "x", ["b"] = 2L }, got["c"].Attributes);
        Assert.Equal((7, true), (got["bytes"].Value, got["bytes"].IsInteger));
        Assert.Equal(1.25, got["decimals"].Value);
        Assert.Equal((2.0, true), (got["order"].Value, got["order"].Attributes["b"]));
        Assert.Equal((1.5, "gauge"), (got["g"].Value, got["g"].Kind));
        Assert.Equal((4, "v"), (got["og"].Value, got["og"].Attributes["k"]));
        Assert.Equal((-3.0, "sum", false), (got["ou"].Value, got["ou"].Kind, got["ou"].Monotonic));
    }

    [Fact]
    public async Task Beyond_two_thousand_sets_of_tags_the_rest_counts_as_overflow()
    {
        await using var receiver = await OtlpReceiver.Start();
        using var meter = new Meter("Many");
        var metrics = New(receiver.Url, runtime: false, ("DD_METRICS_METERS", "*any"));
        var counter = meter.CreateCounter<int>("c");
        for (var i = 0; i < 2500; i++)
            counter.Add(1, new KeyValuePair<string, object?>("i", i));
        metrics.Report();
        metrics.Stop();
        var first = receiver.Points.Items.Take(2001).ToList();
        Assert.Equal(500, Assert.Single(first, point => point.Attributes.ContainsKey("otel.metric.overflow")).Value);
        Assert.Equal(2500, first.Sum(point => point.Value));
    }

    [Fact]
    public void A_measurement_on_known_tags_allocates_nothing()
    {
        using var meter = new Meter("Free");
        using var collector = new DdRun.Metrics.Meters.MeterCollector(name => name == "Free");
        var counter = meter.CreateCounter<long>("c");
        var histogram = meter.CreateHistogram<double>("h");
        object status = 200;
        for (var warm = 0; warm < 2; warm++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1000; i++)
            {
                counter.Add(1, new("method", "GET"), new("status", status), new("route", "/dish"));
                histogram.Record(i, new("method", "GET"), new("status", status), new("route", "/dish"));
            }
            if (warm == 1)
                Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        }
    }

    [Fact]
    public async Task What_a_receiver_rejects_is_counted_and_reported_no_second_time()
    {
        await using var receiver = await OtlpReceiver.Start();
        receiver.Script = _ => new AgentAnswer.Reply(200, "\u000a\u0002\u0008\u0001");
        using var meter = new Meter("Rejected");
        var metrics = New(receiver.Url, runtime: false, ("DD_METRICS_METERS", "Rejected"));
        meter.CreateCounter<int>("a").Add(1);
        meter.CreateCounter<int>("b").Add(1);
        metrics.Report();
        Assert.Equal((1, 1, 0), metrics.Counts);
        Assert.Single(receiver.Requests.Items);
        metrics.Stop();
    }

    private static void Throw(int times)
    {
        for (var i = 0; i < times; i++)
        {
            try
            {
                throw new ProvokedException();
            }
            catch (ProvokedException)
            {
            }
        }
    }

    private static void AssertSeamless(List<OtlpPoint> points)
    {
        for (var i = 1; i < points.Count; i++)
            Assert.True(points[i].Start >= points[i - 1].Time);
    }

    [Theory]
    [InlineData("http/protobuf")]
    [InlineData("http/json")]
    public async Task A_report_that_is_too_large_for_a_request_goes_in_several(string protocol)
    {
        const int most = 20_000, names = 30, tags = 50;
        await using var receiver = await OtlpReceiver.Start();
        using var meter = new Meter("Large");
        var metrics = New(receiver.Url, runtime: false, ("DD_METRICS_METERS", "Large"), ("DD_TRACE_WRITER_MAX_PAYLOAD_SIZE_BYTES", most.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol), ("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", Delta));
        metrics.Start();
        try
        {
            var counters = Enumerable.Range(0, names).Select(i => meter.CreateCounter<long>("counter" + i)).ToList();
            var tooLarge = meter.CreateCounter<long>("too large");
            var requests = 0;
            // One request of the first report is lost: its differences come with the next.
            receiver.Script = _ => ++requests == 2 ? new AgentAnswer.Reply(400) : null;
            for (var round = 1; round <= 2; round++)
            {
                for (var i = 0; i < tags; i++)
                    counters.ForEach(counter => counter.Add(round, new KeyValuePair<string, object?>("tag", i)));
                for (var i = 0; i < 1000; i++)
                    tooLarge.Add(1, new KeyValuePair<string, object?>("tag", i));
                metrics.Report();
            }
            Assert.All(receiver.Requests.Items, request => Assert.InRange(request.Body.Length, 1, most));
            Assert.InRange(requests, 4, int.MaxValue);
            var points = receiver.Points.Items;
            Assert.Equal(names * tags, points.GroupBy(point => (point.Metric, point.Attributes["tag"])).Count(series => series.Sum(point => point.Value) == 1 + 2));
            Assert.DoesNotContain(points, point => point.Metric == "too large");
            var (sent, rejected, lost) = metrics.Counts;
            Assert.Equal((points.Count, 0, 2 * (names * tags + 1000)), (sent, rejected, sent + lost));
            foreach (var series in points.GroupBy(point => (point.Metric, point.Attributes["tag"])).Where(series => series.Count() == 2))
                Assert.Equal(series.First().Time, series.Last().Start);
        }
        finally
        {
            metrics.Stop();
        }
    }

    [Fact]
    public async Task The_tracer_reports_itself_where_metrics_go()
    {
        await using var receiver = await OtlpReceiver.Start();
        (string, string)[] environment = [("DD_TRACE_HEALTH_METRICS_ENABLED", "true"), ("OTEL_METRICS_EXPORTER", "otlp")];
        var metrics = New(receiver.Url, runtime: false, environment);
        metrics.Start();
        try
        {
            var answers = 0;
            receiver.Script = request => request.Path != "/v1/traces" ? null : ++answers switch
            {
                1 => new AgentAnswer.Reply(503),
                3 => new AgentAnswer.Reply(400),
                _ => null,
            };
            var tracer = Export.Otlp.OtlpTracer.For(receiver, environment);
            for (var i = 0; i < 2; i++)
            {
                for (var n = 0; n < 3; n++)
                    tracer.Begin("span", null, null, null).Finish();
                Assert.True(tracer.Writer.Flush(TimeSpan.FromMinutes(2)));
            }
            metrics.Report();
            var points = receiver.Points.Items.Where(point => point.ScopeName == "dd-run").ToList();
            Assert.Equal(("{request}", 3.0, "/v1/traces"), (One("http.requests").Unit, One("http.requests").Value, One("http.requests").Attributes["endpoint"]));
            Assert.Equal((2.0, "status"), (One("http.errors").Value, One("http.errors").Attributes["type"]));
            Assert.Equal((6.0, true), (One("buffer.accepted.spans").Value, One("buffer.accepted.spans").Monotonic));
            Assert.Equal(6.0, One("buffer.accepted.traces").Value);
            Assert.Equal((3.0, "failed"), (One("buffer.dropped.spans").Value, One("buffer.dropped.spans").Attributes["reason"]));
            Assert.Equal((1ul, 3.0), (One("http.sent.traces").Count, One("http.sent.traces").Sum));
            Assert.Equal((1ul, 3.0), (One("http.dropped.traces").Count, One("http.dropped.traces").Sum));
            Assert.Equal(("By", (double)receiver.Requests.Items.First(request => request.Path == "/v1/traces").Body.Length), (One("http.sent.bytes").Unit, One("http.sent.bytes").Sum));

            OtlpPoint One(string name) => Assert.Single(points, point => point.Metric == "datadog.tracer." + name);
        }
        finally
        {
            metrics.Stop();
        }
    }

    private static OtlpMetrics New(string url, bool runtime, params (string Name, string Value)[] environment)
    {
        var all = new Dictionary<string, string>
        {
            ["OTEL_METRICS_EXPORTER"] = "otlp",
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = url,
            ["OTEL_EXPORTER_OTLP_TIMEOUT"] = "60000",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000000",
        };
        foreach (var (name, value) in environment)
            all[name] = value;
        return new(TestTracer.SettingsOf([.. all.Select(pair => (pair.Key, pair.Value))]), runtime);
    }

    private sealed class ProvokedException : Exception;
}
