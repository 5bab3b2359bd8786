using DdRun.Identity;
using DdRun.Export;
using DdRun.Testing;
using DdRun.Testing.Otlp;
using DdRun.Tracing;

namespace DdRun.Runtime.Tests.Export.Otlp;

/// <summary>From a finished span to an OTLP receiver.</summary>
public class TraceTests
{
    [Theory]
    [InlineData("http/protobuf", "none")]
    [InlineData("HTTP/JSON", "none")]
    [InlineData("http/protobuf", "gzip")]
    [InlineData("http/json", "gzip")]
    public async Task A_trace_arrives_with_all_its_fields(string protocol, string compression)
    {
        await using var receiver = await OtlpReceiver.Start();
        var tracer = OtlpTracer.For(receiver, ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol), ("OTEL_EXPORTER_OTLP_COMPRESSION", compression),
            ("DD_ENV", "test"), ("DD_VERSION", "1.2"), ("DD_TAGS", "team:sandwich"));
        var linked = new SpanContext(new UInt128(1, ulong.MaxValue), 1ul << 63, 1);
        Span parent, child;
        using (parent = tracer.Begin("order.place", null, "large", null))
        {
            parent.SetTag("text", "é\ud800").SetTag("count", 3).SetTag("rate", 0.5).SetTag("flag", true);
            using (child = tracer.Begin("db", "database", null, null))
            {
                child.AddLink(linked, new Dictionary<string, string> { ["why"] = "because" });
                child.AddEvent("happened", [new("n", 1), new("list", new[] { "a", "b" })], DateTimeOffset.UnixEpoch.AddSeconds(5));
                child.SetException(new InvalidOperationException("went wrong"));
            }
        }
        tracer.Flush();
        var spans = receiver.Spans.Items;
        var got = Assert.Single(spans, span => span.Name == "order.place");
        Assert.Equal(HexOf(parent.TraceId), got.TraceId);
        Assert.Equal(parent.SpanId.ToString("x16"), got.SpanId);
        Assert.Equal("", got.ParentId);
        Assert.Equal(1, got.Kind);
        Assert.Equal((ulong)parent.StartNanoseconds, got.Start);
        Assert.Equal((ulong)(parent.StartNanoseconds + parent.DurationNanoseconds), got.End);
        Assert.Equal(new Dictionary<string, object?> { ["text"] = "é\ufffd", ["count"] = 3L, ["rate"] = 0.5, ["flag"] = "true" }, got.Attributes);
        Assert.Equal(0, got.StatusCode);
        Assert.Equal(0x101u, got.Flags);
        Assert.Equal("dd-run", got.ScopeName);
        Assert.Equal(ProcessInfo.TracerVersion, got.ScopeVersion);
        Assert.Equal("test-service", got.Service);
        Assert.Equal("sandwich", got.Resource["team"]);
        Assert.Equal("test", got.Resource["deployment.environment.name"]);
        Assert.Equal("1.2", got.Resource["service.version"]);
        Assert.Equal("dotnet", got.Resource["telemetry.sdk.language"]);
        Assert.Equal("dd-run", got.Resource["telemetry.sdk.name"]);
        Assert.Equal(ProcessInfo.RuntimeId, got.Resource["service.instance.id"]);
        Assert.Equal((long)Environment.ProcessId, got.Resource["process.pid"]);
        Assert.DoesNotContain("env", got.Resource.Keys);

        var failed = Assert.Single(spans, span => span.Name == "db");
        Assert.Equal("database", failed.Service);
        Assert.Equal(got.SpanId, failed.ParentId);
        Assert.Equal((2, "went wrong"), (failed.StatusCode, failed.StatusMessage));
        Assert.Equal("System.InvalidOperationException", failed["error.type"]);
        Assert.Equal(["happened", "exception"], failed.Events.Select(e => e.Name));
        Assert.Equal(5_000_000_000ul, failed.Events[0].Time);
        Assert.Equal(1L, failed.Events[0].Attributes["n"]);
        Assert.Equal(new object?[] { "a", "b" }, failed.Events[0].Attributes["list"]);
        Assert.Equal("went wrong", failed.Events[1].Attributes["exception.message"]);
        Assert.Equal("System.InvalidOperationException", failed.Events[1].Attributes["exception.type"]);
        Assert.Contains("InvalidOperationException", (string)failed.Events[1].Attributes["exception.stacktrace"]!);
        var link = Assert.Single(failed.Links);
        Assert.Equal(("0000000000000001ffffffffffffffff", "8000000000000000", 0x101u), (link.TraceId, link.SpanId, link.Flags));
        Assert.Equal("because", link.Attributes["why"]);

        var request = Assert.Single(receiver.Requests.Items);
        Assert.Equal(("POST", "/v1/traces"), (request.Method, request.Path));
        Assert.StartsWith("dd-run/", request.Headers["User-Agent"]);
        AssertAllCounted(tracer, sent: 2);
    }

    [Fact]
    public async Task A_continued_trace_says_that_its_parent_is_remote_and_hands_the_state_on()
    {
        await using var receiver = await OtlpReceiver.Start();
        var tracer = OtlpTracer.For(receiver);
        var headers = new Dictionary<string, string>
        {
            ["traceparent"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            ["tracestate"] = "other=1",
        };
        var remote = Propagator.Extract(headers)!;
        using (var root = tracer.Start(new LocalRoot(remote), "work", null, null, null))
            tracer.Start(root, "inner", null, null, null).Finish();
        tracer.Flush();
        var got = receiver.Spans.Items.ToDictionary(span => span.Name);
        Assert.Equal(("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", 0x301u), (got["work"].TraceId, got["work"].ParentId, got["work"].Flags));
        Assert.Equal(0x101u, got["inner"].Flags);
        Assert.Equal("other=1", got["work"].TraceState);
    }

    [Fact]
    public async Task What_is_not_sampled_is_not_sent_and_counted()
    {
        await using var receiver = await OtlpReceiver.Start();
        var tracer = OtlpTracer.For(receiver, ("DD_TRACE_SAMPLING_RULES", """[{"name":"noise","sample_rate":0}]"""), ("DD_SPAN_SAMPLING_RULES", """[{"name":"kept"}]"""));
        using (tracer.Begin("noise", null, null, null))
            tracer.Begin("kept", null, null, null).Finish();
        tracer.Begin("signal", null, null, null).Finish();
        tracer.Flush();
        Assert.Equal(["kept", "signal"], receiver.Spans.Items.Select(span => span.Name).Order());
        Assert.Equal(1, ((TraceWriter)tracer.Writer).Counters.DroppedUnsampled);
        AssertAllCounted(tracer, sent: 2);
    }

    [Theory]
    [InlineData("http/protobuf")]
    [InlineData("http/json")]
    public async Task No_request_reaches_four_mebibytes(string protocol)
    {
        await using var receiver = await OtlpReceiver.Start();
        var tracer = OtlpTracer.For(receiver, ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol));
        var text = new string('\u0001', 20_000);
        const int spans = 300;
        using (var root = tracer.Begin("root", null, null, null))
            for (var i = 1; i < spans; i++)
                using (var span = tracer.Begin("part", null, null, null))
                    span.SetTag("text", text).SetTag("number", i);
        tracer.Flush();
        Assert.Equal(spans, receiver.Spans.Items.Count);
        Assert.Equal(Enumerable.Range(1, spans - 1).Select(i => (object)(long)i), receiver.Spans.Items.Where(s => s.Name == "part").Select(s => s["number"]).OrderBy(n => n));
        Assert.True(receiver.Requests.Items.Count > 1);
        Assert.All(receiver.Requests.Items, request => Assert.InRange(request.Body.Length, 1, 4 * 1024 * 1024 - 1));
        AssertAllCounted(tracer, sent: spans);
    }

    [Fact]
    public async Task A_batch_has_no_more_spans_than_asked_for()
    {
        await using var receiver = await OtlpReceiver.Start();
        var tracer = OtlpTracer.For(receiver, ("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "10"));
        using (tracer.Begin("root", null, null, null))
            for (var i = 0; i < 24; i++)
                tracer.Begin("part", null, null, null).Finish();
        tracer.Flush();
        Assert.Equal([10, 10, 5], receiver.Requests.Items.Select(request => OtlpWire.Spans(request.Body).Count));
    }

    [Fact]
    public async Task Both_encodings_carry_the_same_whatever_the_values()
    {
        await using var receiver = await OtlpReceiver.Start();
        var random = new Random(7);
        var spans = new List<Action<TracerCore>>();
        string[] texts = ["", "a", "\ud83c\udf55", "\udc00x", "\"\\\u0000\u001f\u007f", new('y', 42), new('é', 43), new('z', 127), new('w', 128), new('v', 24_999)];
        for (var i = 0; i < 200; i++)
        {
            var (count, seed) = (i == 0 ? 1000 : random.Next(12), random.Next());
            spans.Add(tracer =>
            {
                var values = new Random(seed);
                using var span = tracer.Begin(texts[values.Next(texts.Length)], null, null, null);
                for (var tag = 0; tag < count; tag++)
                {
                    var key = "k" + tag + texts[values.Next(texts.Length - 1)];
                    object value = values.Next(4) switch
                    {
                        0 => values.NextInt64(long.MinValue, long.MaxValue),
                        1 => (values.NextDouble() - 0.5) * Math.Pow(10, values.Next(-300, 300)),
                        2 => values.Next(2) == 0 ? long.MinValue : long.MaxValue,
                        _ => texts[values.Next(texts.Length)],
                    };
                    span.SetTag(key, value);
                }
                span.AddEvent("e", [new("x", texts[values.Next(texts.Length)]), new("b", true), new("l", new long[] { 1, -1, long.MaxValue })]);
            });
        }
        foreach (var protocol in (string[])["http/protobuf", "http/json"])
        {
            var tracer = OtlpTracer.For(receiver, ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol));
            foreach (var span in spans)
                span(tracer);
            tracer.Flush();
        }
        var all = receiver.Spans.Items;
        Assert.Equal(400, all.Count);
        for (var i = 0; i < 200; i++)
        {
            Assert.Equal(all[i].Name, all[i + 200].Name);
            Assert.Equal(all[i].Attributes, all[i + 200].Attributes);
            Assert.Equal(all[i].Events.Single().Attributes, all[i + 200].Events.Single().Attributes);
        }
        Assert.Equal(1000, all[0].Attributes.Count);
    }

    [Fact]
    public async Task Without_semantics_spans_carry_the_names_of_their_tags()
    {
        await using var receiver = await OtlpReceiver.Start();
        var tracer = OtlpTracer.For(receiver, ("DD_TRACE_OTEL_SEMANTICS_ENABLED", "false"));
        using (var span = tracer.Begin("aspnet_core.request", null, "GET /a", "web"))
            span.SetTag("http.method", "GET").SetTag("span.kind", "server");
        tracer.Flush();
        var got = Assert.Single(receiver.Spans.Items);
        Assert.Equal(
            new Dictionary<string, object?> { ["http.method"] = "GET", ["operation.name"] = "aspnet_core.request", ["resource.name"] = "GET /a", ["span.type"] = "web" }, got.Attributes);
        Assert.Equal(2, got.Kind);
    }

    [Theory]
    [InlineData("http/protobuf")]
    [InlineData("http/json")]
    public async Task What_finds_no_place_on_a_span_is_counted_on_it(string protocol)
    {
        await using var receiver = await OtlpReceiver.Start();
        var tracer = OtlpTracer.For(receiver, ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol));
        using (var span = tracer.Begin("full", null, null, null))
        {
            for (var i = 0; i < Span.MaxTags + 3; i++)
                span.SetTag("tag" + i, "x");
            for (var i = 0; i < Span.MaxLinksAndEvents + 2; i++)
                span.AddLink(new SpanLink(1, (ulong)i + 1));
            for (var i = 0; i < Span.MaxLinksAndEvents + 4; i++)
                span.AddEvent("happened", i > 0 ? null : Enumerable.Range(0, 130).Select(n => new KeyValuePair<string, object?>("n" + n, n)));
        }
        using (tracer.Begin("empty", null, null, null))
        {
        }
        tracer.Flush();
        var full = Assert.Single(receiver.Spans.Items, span => span.Name == "full");
        Assert.Equal(Span.MaxTags + 3, full.Attributes.Count + full.DroppedAttributes);
        Assert.Equal((Span.MaxLinksAndEvents, 2u), (full.Links.Count, full.DroppedLinks));
        Assert.Equal((Span.MaxLinksAndEvents, 4u), (full.Events.Count, full.DroppedEvents));
        Assert.Equal((128, 2u, 0u), (full.Events[0].Attributes.Count, full.Events[0].DroppedAttributes, full.Events[1].DroppedAttributes));
        var empty = Assert.Single(receiver.Spans.Items, span => span.Name == "empty");
        Assert.Equal((0u, 0u, 0u), (empty.DroppedAttributes, empty.DroppedLinks, empty.DroppedEvents));
    }

    [Fact]
    public async Task Tags_that_are_set_for_all_spans_later_are_on_the_spans()
    {
        await using var receiver = await OtlpReceiver.Start();
        var tracer = OtlpTracer.For(receiver, ("DD_TAGS", "team:sandwich"));
        tracer.SetTags([new("region", "eu")]);
        tracer.Begin("work", null, null, null).Finish();
        tracer.Flush();
        Assert.Equal(new Dictionary<string, object?> { ["region"] = "eu" }, Assert.Single(receiver.Spans.Items).Attributes);
    }

    private static string HexOf(UInt128 id) => id.ToString("x32");

    private static void AssertAllCounted(TracerCore tracer, long sent)
    {
        var counters = ((TraceWriter)tracer.Writer).Counters;
        Assert.Equal(sent, counters.SentSpans);
        Assert.Equal(counters.FinishedSpans, counters.SentSpans + counters.DroppedSpans);
    }
}
