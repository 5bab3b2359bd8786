using System.Text.Json;
using DdRun.Configuration;
using DdRun.Export;
using DdRun.Export.Datadog.Spans;
using DdRun.Export.MessagePack;
using DdRun.Runtime.Tests.Tracing;
using DdRun.Tracing;

namespace DdRun.Runtime.Tests.Export.Datadog;

public class EncoderTests
{
    private static readonly Settings s_settings = TestTracer.SettingsOf(("DD_ENV", "test"));
    private readonly TraceChunk _chunk = EdgeCases.Trace(s_settings);

    [Fact]
    public void Every_field_of_v04_says_what_the_span_does()
    {
        var spans = V04(nativeEvents: true);

        var root = spans[0];
        Assert.Equal(ulong.MaxValue, root["trace_id"]);
        Assert.Equal(_chunk.Spans[0].SpanId, root["span_id"]);
        Assert.Equal(ulong.MaxValue - 1, root["parent_id"]);
        Assert.Equal("", root["service"]);
        Assert.Equal(root["name"], root["resource"]);
        Assert.Equal("web", root["type"]);
        Assert.Equal(0ul, root["duration"]);
        Assert.Equal(1ul, root["error"]);
        var meta = (Dictionary<string, object>)root["meta"];
        Assert.Equal("", meta["empty"]);
        Assert.Equal("a\ufffdb", meta["surrogate"]);
        Assert.Equal(2500, ((string)meta["long"]).Length);
        Assert.EndsWith("<truncated>...", (string)meta["long"], StringComparison.Ordinal);
        Assert.Equal("値", meta["Größe ✓ 🥪"]);
        Assert.Equal(new string('ü', 31), meta["umlauts"]);
        Assert.Equal(256, ((string)meta["256"]).Length);
        Assert.Equal("fedcba9876543210", meta["_dd.p.tid"]);
        Assert.Equal("synthetics", meta["_dd.origin"]);
        Assert.DoesNotContain("_dd.p.dm", meta.Keys);
        var metrics = (Dictionary<string, object>)root["metrics"];
        Assert.DoesNotContain("nan", metrics.Keys);
        Assert.DoesNotContain("infinite", metrics.Keys);
        Assert.Equal((double)long.MaxValue, metrics["largest"]);
        Assert.Equal((double)long.MinValue, metrics["smallest"]);
        Assert.Equal(double.Epsilon, metrics["tiny"]);
        Assert.Equal(-1.0, metrics["_sampling_priority_v1"]);
        var links = (List<object>)root["span_links"];
        var link = (Dictionary<string, object>)links[0];
        Assert.Equal((2ul, 1ul, ulong.MaxValue, "dd=s:1", 0x80000001ul), (link["trace_id"], link["trace_id_high"], link["span_id"], link["tracestate"], link["flags"]));
        Assert.Equal(3, ((Dictionary<string, object>)links[1]).Count);
        var events = (List<object>)root["span_events"];
        var attributes = (Dictionary<string, object>)((Dictionary<string, object>)events[0])["attributes"];
        Assert.Equal(["text", "flag", "integer", "number", "list"], attributes.Keys);

        var child = spans[1];
        Assert.True((long)(ulong)child["start"] < 0);
        Assert.Equal(root["span_id"], child["parent_id"]);
        Assert.Equal("test-service", ((Dictionary<string, object>)child["meta"])["_dd.base_service"]);
        Assert.Equal(50, ((Dictionary<string, object>)child["metrics"]).Keys.Count(key => key.StartsWith("tag", StringComparison.Ordinal)));
        Assert.False(child.ContainsKey("error"));
        Assert.False(child.ContainsKey("type"));
    }

    [Fact]
    public void Events_are_a_tag_where_the_agent_has_no_field_for_them()
    {
        var root = V04(nativeEvents: false)[0];

        Assert.False(root.ContainsKey("span_events"));
        using var events = JsonDocument.Parse((string)((Dictionary<string, object>)root["meta"])["events"]);
        Assert.Equal(["event", "bare"], events.RootElement.EnumerateArray().Select(e => e.GetProperty("name").GetString()));
    }

    [Fact]
    public void V05_says_the_same_as_v04()
    {
        var encoder = new V05Encoder(new SpanTags(s_settings));
        Assert.True(encoder.TryAdd(_chunk, int.MaxValue));
        var payload = (List<object>)DecodedValue.Read(encoder.Payload(0, 1));
        var table = ((List<object>)payload[0]).Cast<string>().ToList();
        var spans = (List<object>)((List<object>)payload[1])[0];
        var v04 = V04(nativeEvents: false);

        Assert.Equal("", table[0]);
        Assert.Equal(table.Count, table.Distinct().Count());
        for (var i = 0; i < spans.Count; i++)
        {
            var fields = (List<object>)spans[i];
            string Text(object index) => table[(int)(ulong)index];
            Assert.Equal(12, fields.Count);
            Assert.Equal(v04[i]["service"], Text(fields[0]));
            Assert.Equal(v04[i]["name"], Text(fields[1]));
            Assert.Equal(v04[i]["resource"], Text(fields[2]));
            Assert.Equal([v04[i]["trace_id"], v04[i]["span_id"], v04[i]["parent_id"], v04[i]["start"], v04[i]["duration"]], fields[3..8]);
            var meta = ((Dictionary<object, object>)fields[9]).ToDictionary(pair => Text(pair.Key), pair => Text(pair.Value));
            var links = meta.Remove("_dd.span_links", out var json) ? json : null;
            Assert.Equal(v04[i].ContainsKey("span_links"), links is not null);
            Assert.Equal(((Dictionary<string, object>)v04[i]["meta"]).ToDictionary(pair => pair.Key, pair => (string)pair.Value), meta);
            Assert.Equal((Dictionary<string, object>)v04[i]["metrics"], ((Dictionary<object, object>)fields[10]).ToDictionary(pair => Text(pair.Key), pair => pair.Value));
        }
    }

    [Fact]
    public void A_chunk_that_exceeds_the_limit_leaves_no_trace()
    {
        foreach (var encoder in new ITraceEncoder[] { new V04Encoder(new SpanTags(s_settings)), new V05Encoder(new SpanTags(s_settings)) })
        {
            var small = new TraceChunk(_chunk.Root, [_chunk.Spans[1]]);
            Assert.True(encoder.TryAdd(small, 10_000));
            Assert.False(encoder.TryAdd(_chunk, 10_000));
            Assert.Equal(1, encoder.Chunks.Count);
            var payload = (List<object>)DecodedValue.Read(encoder.Payload(0, 1));
            var traces = encoder is V04Encoder ? payload : (List<object>)payload[1];
            Assert.Single((List<object>)Assert.Single(traces));
        }
    }

    [Fact]
    public void A_payload_can_be_sent_in_parts()
    {
        foreach (var encoder in new ITraceEncoder[] { new V04Encoder(new SpanTags(s_settings)), new V05Encoder(new SpanTags(s_settings)) })
        {
            for (var i = 0; i < 5; i++)
                Assert.True(encoder.TryAdd(new TraceChunk(_chunk.Root, [_chunk.Spans[i % 2]]), int.MaxValue));
            var part = DecodedValue.Read(encoder.Payload(1, 3));
            var traces = encoder is V04Encoder ? (List<object>)part : (List<object>)((List<object>)part)[1];
            Assert.Equal(3, traces.Count);
            Assert.Equal(3, encoder.Chunks.Spans(1, 3));
        }
    }

    [Fact]
    public void Tags_that_spans_share_are_sent_with_each()
    {
        var tracer = new TestTracer(("DD_VERSION", "1.0"));
        var shared = new SharedTags([new("host", "db"), new("port", 5432L)]);
        List<Span> spans = [];
        foreach (var (service, host) in ((string?, string?)[])[(null, null), ("db", null), ("db", "replica"), (null, null), ("cache", null)])
        {
            var span = tracer.Trace("test", service);
            span.SetSharedTags(shared);
            span.SetTag("own", "value");
            if (host is not null)
                span.SetTag("host", host);
            span.Finish();
            spans.Add(span);
        }
        var settings = tracer.Core.Settings;

        foreach (var encoder in new ITraceEncoder[] { new V04Encoder(new SpanTags(settings)), new V05Encoder(new SpanTags(settings)) })
        {
            foreach (var span in spans)
                Assert.True(encoder.TryAdd(new TraceChunk(span.Root, [span]), int.MaxValue));
            var payload = (List<object>)DecodedValue.Read(encoder.Payload(0, spans.Count));
            var sent = encoder is V04Encoder ? payload.Select(V04Tags) : ((List<object>)payload[1]).Select(trace => V05Tags(trace, (List<object>)payload[0]));
            Assert.Equal(
                [
                    ("db", 5432.0, "value", "1.0", null, null),
                    ("db", 5432.0, "value", null, "m", "test-service"),
                    ("replica", 5432.0, "value", null, "m", "test-service"),
                    ("db", 5432.0, "value", "1.0", null, null),
                    ("db", 5432.0, "value", null, "m", "test-service"),
                ],
                sent.Select(tags => (tags["host"], tags["port"], tags["own"], tags.GetValueOrDefault("version"), tags.GetValueOrDefault("_dd.svc_src"), tags.GetValueOrDefault("_dd.base_service"))));
        }
    }

    private static Dictionary<string, object> V04Tags(object trace)
    {
        var span = (Dictionary<string, object>)Assert.Single((List<object>)trace);
        return new(((Dictionary<string, object>)span["meta"]).Concat((Dictionary<string, object>)span["metrics"]));
    }

    private static Dictionary<string, object> V05Tags(object trace, List<object> table)
    {
        var fields = (List<object>)Assert.Single((List<object>)trace);
        string Text(object index) => (string)table[(int)(ulong)index];
        var texts = ((Dictionary<object, object>)fields[9]).Select(pair => KeyValuePair.Create(Text(pair.Key), (object)Text(pair.Value)));
        return new(texts.Concat(((Dictionary<object, object>)fields[10]).Select(pair => KeyValuePair.Create(Text(pair.Key), pair.Value))));
    }

    private List<Dictionary<string, object>> V04(bool nativeEvents)
    {
        var encoder = new V04Encoder(new SpanTags(s_settings)) { NativeEvents = nativeEvents };
        Assert.True(encoder.TryAdd(_chunk, int.MaxValue));
        var traces = (List<object>)DecodedValue.Read(encoder.Payload(0, 1));
        return [.. ((List<object>)traces[0]).Cast<Dictionary<string, object>>()];
    }
}
