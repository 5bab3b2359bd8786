using System.Buffers;
using System.Net;
using DdRun.Viewer.Receivers.Datadog;
using DdRun.Viewer.Store;
using MessagePack;

namespace DdRun.Viewer.Tests.Receivers;

public sealed class DatadogTests
{
    private static readonly TestSpan[] Trace =
    [
        new()
        {
            TraceId = 0xabcdef0123456789, Id = 1, Meta = new() { ["_dd.p.tid"] = "6b0d825e00000000", ["runtime-id"] = "r-1", ["http.status_code"] = "200", ["größe"] = "→ ∞" },
            Metrics = new() { ["process_id"] = 4711, ["share"] = 0.25 },
        },
        new() { TraceId = 0xabcdef0123456789, Id = ulong.MaxValue, Parent = 1, Service = "db", Name = "sql.query", Resource = "SELECT 1", Type = "sql", Error = true },
    ];

    [Theory]
    [InlineData("/v0.4/traces")]
    [InlineData("/v0.5/traces")]
    public async Task TracesOfBothFormatsAreKeptWhole(string path)
    {
        await using var viewer = await RunningViewer.StartAsync();
        using var response = await viewer.PutTracesAsync(path.Contains("v0.4", StringComparison.Ordinal) ? TestSpan.V04(Trace) : TestSpan.V05(Trace), path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("""{"rate_by_service":{}}""", await response.Content.ReadAsStringAsync());

        var detail = await viewer.GetAsync("/api/traces/6b0d825e00000000abcdef0123456789");
        Assert.Equal("6b0d825e00000000abcdef0123456789", detail.GetProperty("id").GetString());
        var spans = detail.GetProperty("spans");
        Assert.Equal(2, spans.GetArrayLength());
        Assert.Equal("→ ∞", spans[0].GetProperty("tags").GetProperty("größe").GetString());
        Assert.Equal(0.25, spans[0].GetProperty("tags").GetProperty("share").GetDouble());
        Assert.Equal("r-1", spans[1].GetProperty("run").GetString());
        Assert.Equal("ffffffffffffffff", spans[1].GetProperty("id").GetString());
        Assert.True(spans[1].GetProperty("error").GetBoolean());
        Assert.Equal(0, spans[1].GetProperty("above").GetInt32());
    }

    [Fact]
    public async Task PartsOfATraceThatNameNoRunBelongToTheRunOfTheirService()
    {
        await using var viewer = await RunningViewer.StartAsync();
        TestSpan[][] parts =
        [
            [new() { Id = 3, Parent = 2 }, new() { Id = 4, Parent = 2, Error = true }],
            [new() { Id = 20, Parent = 1, Service = "stock", Meta = new() { ["runtime-id"] = "r-2" } }],
            [new() { Id = 21, Parent = 20, Service = "stock-sql", Meta = new() { ["_dd.base_service"] = "stock" } }],
            [new() { Id = 22, Parent = 20, Service = "somebody" }],
            [new() { Id = 1, Meta = new() { ["runtime-id"] = "r-1" } }],
            [new() { Id = 5, Parent = 2 }],
            [new() { TraceId = 2, Id = 6 }],
        ];
        foreach (var part in parts)
            (await viewer.PutTracesAsync(TestSpan.V04(part))).Dispose();

        var runs = (await viewer.GetAsync("/api/traces/1")).GetProperty("spans").EnumerateArray()
            .ToDictionary(span => span.GetProperty("id").GetString()![^2..], span => span.TryGetProperty("run", out var run) ? run.GetString() : "");
        Assert.All((string[])["01", "03", "04", "05"], id => Assert.Equal("r-1", runs[id]));
        Assert.All((string[])["14", "15"], id => Assert.Equal("r-2", runs[id]));
        Assert.Equal("", runs["16"] ?? "");
        var counts = (await viewer.GetAsync("/api/runs")).GetProperty("items").EnumerateArray()
            .ToDictionary(run => run.GetProperty("id").GetString()!, run => (run.GetProperty("spans").GetInt64(), run.GetProperty("errors").GetInt64()));
        Assert.Equal((4, 1), counts["r-1"]);
        Assert.Equal((2, 0), counts["r-2"]);
        Assert.Equal((2, 0), counts[""]);
    }

    [Fact]
    public void EveryTruncatedPayloadIsRefused()
    {
        var whole = TestSpan.V04(Trace);
        for (var length = 0; length < whole.Length; length++)
            Assert.ThrowsAny<Exception>(() => Read(whole.AsMemory(0, length).ToArray()));
        Read(whole);

        void Read(byte[] body) => new TraceReader(new(1 << 20), body).ReadV04();
    }

    [Fact]
    public async Task WhatCannotBeReadIsAnsweredAndCounted()
    {
        await using var viewer = await RunningViewer.StartAsync();
        using var response = await viewer.PutTracesAsync([0x91, 0x91, 0xc1]);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(1, (await viewer.GetAsync("/api/status")).GetProperty("malformed").GetInt64());
    }

    [Fact]
    public void DeeplyNestedValuesTakeNoStack()
    {
        // An unknown key whose value is ten million arrays in each other.
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(1);
        writer.WriteArrayHeader(1);
        writer.WriteMapHeader(1);
        writer.Write("more");
        writer.Flush();
        byte[] body = [.. buffer.WrittenSpan, .. Enumerable.Repeat((byte)0x91, 10_000_000), 0xc0];
        var store = new SpanStore(1 << 20);
        new TraceReader(store, body).ReadV04();
        Assert.Equal(1, store.Received);
    }

    [Fact]
    public void NumbersOfAnyWidthAndTextsThatAreNoUtf8AreTaken()
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(1);
        writer.WriteArrayHeader(1);
        writer.WriteMapHeader(6);
        writer.Write("trace_id");
        writer.WriteInt64(-1);
        writer.Write("duration");
        writer.WriteUInt8(7);
        writer.Write("start");
        writer.Write(5.0);
        writer.Write("error");
        writer.WriteNil();
        writer.Write("name");
        writer.WriteString("a\xff"u8);
        writer.Write("metrics");
        writer.WriteMapHeader(1);
        writer.Write("n");
        writer.Write(3);
        writer.Flush();
        var store = new SpanStore(1 << 20);
        new TraceReader(store, buffer.WrittenSpan.ToArray()).ReadV04();
        Assert.True(store.TryFind(ulong.MaxValue, out var row));
        var (segment, index) = store.Locate(store.Rows[row].Root);
        Assert.Equal((7, 5), (segment.Durations[index], segment.Starts[index]));
        Assert.StartsWith("a", segment.Strings.Text(segment.Names[index]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("span_links")]
    [InlineData("span_events")]
    public async Task LinksAndEventsThatAreNestedWithoutEndAreRefused(string field)
    {
        await using var viewer = await RunningViewer.StartAsync();
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(1);
        writer.WriteArrayHeader(1);
        writer.WriteMapHeader(1);
        writer.Write(field);
        for (var i = 0; i < 200_000; i++)
            writer.WriteArrayHeader(1);
        writer.WriteNil();
        writer.Flush();
        using var refused = await viewer.PutTracesAsync(buffer.WrittenSpan.ToArray());
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(1, (await viewer.GetAsync("/api/status")).GetProperty("malformed").GetInt64());
    }

    [Fact]
    public async Task ASpanKeepsSoManyTagsAndNoMore()
    {
        await using var viewer = await RunningViewer.StartAsync();
        var span = new TestSpan { Meta = Enumerable.Range(0, 3000).ToDictionary(i => $"text{i}", _ => "x"), Metrics = Enumerable.Range(0, 3000).ToDictionary(i => $"number{i}", i => (double)i) };
        foreach (var (body, path) in ((byte[], string)[])[(TestSpan.V04(span with { TraceId = 4 }), "/v0.4/traces"), (TestSpan.V05(span with { TraceId = 5 }), "/v0.5/traces")])
        {
            using var taken = await viewer.PutTracesAsync(body, path);
            Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        }

        foreach (var id in (int[])[4, 5])
        {
            var trace = await viewer.GetAsync($"/api/traces/{id}");
            Assert.Equal(2 * 1024, trace.GetProperty("spans")[0].GetProperty("tags").EnumerateObject().Count());
        }
    }

    [Fact]
    public async Task InfoSaysWhatIsTaken()
    {
        await using var viewer = await RunningViewer.StartAsync();
        var info = await viewer.Client.GetStringAsync(new Uri(viewer.Agent, "/info"));
        Assert.Contains("/v0.5/traces", info, StringComparison.Ordinal);
        using var stats = await viewer.PutTracesAsync([0x80], "/v0.6/stats");
        Assert.Equal(HttpStatusCode.OK, stats.StatusCode);
    }
}
