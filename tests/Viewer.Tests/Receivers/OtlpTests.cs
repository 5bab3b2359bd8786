using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.IO.Compression;
using System.Net;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace DdRun.Viewer.Tests.Receivers;

public sealed class OtlpTests
{
    private const string Traces = """
        {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}},{"key":"service.instance.id","value":{"stringValue":"i-1"}}]},
         "scopeSpans":[{"scope":{"name":"lib"},"spans":[
          {"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174","name":"GET /orders","kind":2,"startTimeUnixNano":"1700000000000000000","endTimeUnixNano":1700000000050000000,
           "attributes":[{"key":"http.request.method","value":{"stringValue":"GET"}},{"key":"http.route","value":{"stringValue":"/orders"}},{"key":"n","value":{"intValue":"7"}},
            {"key":"list","value":{"arrayValue":{"values":[{"intValue":1},{"boolValue":true}]}}}],
           "events":[{"name":"exception","timeUnixNano":"1700000000010000000","attributes":[{"key":"exception.type","value":{"stringValue":"Oops"}},{"key":"exception.stacktrace","value":{"stringValue":"at X"}}]}],
           "links":[{"traceId":"00000000000000000000000000000001","spanId":"0000000000000002"}],
           "status":{"code":2,"message":"bad"}}]}]}]}
        """;

    [Fact]
    public async Task JsonIsTakenWithEverythingItSays()
    {
        await using var viewer = await RunningViewer.StartAsync();
        Assert.Equal(HttpStatusCode.OK, await PostAsync(viewer, "/v1/traces", Encoding.UTF8.GetBytes(Traces)));
        var span = (await viewer.GetAsync("/api/traces/5b8efff798038103d269b633813fc60c")).GetProperty("spans")[0];
        Assert.Equal("shop", span.GetProperty("service").GetString());
        Assert.Equal("http.server", span.GetProperty("name").GetString());
        Assert.Equal("GET /orders", span.GetProperty("resource").GetString());
        Assert.Equal(50_000_000, span.GetProperty("duration").GetInt64());
        Assert.True(span.GetProperty("error").GetBoolean());
        Assert.Equal("i-1", span.GetProperty("run").GetString());
        var tags = span.GetProperty("tags");
        Assert.Equal(7, tags.GetProperty("n").GetInt32());
        Assert.Equal("[1,true]", tags.GetProperty("list").GetString());
        Assert.Equal("at X", tags.GetProperty("error.stack").GetString());
        Assert.Equal("bad", tags.GetProperty("error.message").GetString());
        Assert.Equal("exception", span.GetProperty("events")[0].GetProperty("name").GetString());
        Assert.Equal("0000000000000002", span.GetProperty("links")[0].GetProperty("span_id").GetString());
    }

    [Fact]
    public async Task TheSdkOfDotNetIsUnderstood()
    {
        await using var viewer = await RunningViewer.StartAsync();
        using var source = new ActivitySource("viewer.tests");
        using var meter = new Meter("viewer.tests");
        using (var tracing = Sdk.CreateTracerProviderBuilder().AddSource(source.Name).SetResourceBuilder(ResourceBuilder.CreateDefault().AddService("otel-shop"))
            .AddOtlpExporter(options => Send(options, "/v1/traces")).Build())
        using (var metering = Sdk.CreateMeterProviderBuilder().AddMeter(meter.Name).SetResourceBuilder(ResourceBuilder.CreateDefault().AddService("otel-shop"))
            .AddOtlpExporter(options => Send(options, "/v1/metrics")).Build())
        {
            using (var parent = source.StartActivity("outer", ActivityKind.Server))
            {
                using var child = source.StartActivity("inner", ActivityKind.Client);
                child!.SetTag("db.system", "postgresql");
                child.AddException(new InvalidOperationException("broken"));
                child.SetStatus(ActivityStatusCode.Error, "broken");
            }

            meter.CreateCounter<long>("orders").Add(3);
            meter.CreateHistogram<double>("order.value").Record(12.5);
            tracing.ForceFlush();
            metering.ForceFlush();
        }

        var list = await viewer.WaitAsync("/api/traces?filter=service:otel-shop", answer => answer.GetProperty("total").GetInt32() == 1);
        var trace = await viewer.GetAsync("/api/traces/" + list.GetProperty("items")[0].GetProperty("id").GetString());
        Assert.Equal(["outer", "postgresql.query"], trace.GetProperty("spans").EnumerateArray().Select(span => span.GetProperty("name").GetString()));
        var error = trace.GetProperty("spans")[1];
        Assert.Equal("System.InvalidOperationException", error.GetProperty("tags").GetProperty("error.type").GetString());
        var orders = await viewer.WaitAsync("/api/metrics?name=orders,order.value", answer => answer.GetProperty("items").GetArrayLength() == 2);
        Assert.Contains(orders.GetProperty("items").EnumerateArray(), series => series.GetProperty("kind").GetString() == "distribution");

        void Send(OtlpExporterOptions options, string path)
        {
            options.Protocol = OtlpExportProtocol.HttpProtobuf;
            options.Endpoint = new(viewer.Otlp, path);
        }
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(-3600, 0)]
    public async Task ATotalCountsFromItsSendersStartWhereThatWasWatched(int startSeconds, double first)
    {
        await using var viewer = await RunningViewer.StartAsync();
        var now = (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks * 100;
        foreach (var (seconds, value) in ((int, int)[])[(0, 3), (10, 7)])
        {
            using var body = new StringContent($$$"""
                {"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"orders","sum":{"isMonotonic":true,"aggregationTemporality":2,"dataPoints":[
                {"startTimeUnixNano":"{{{now + (startSeconds * 1_000_000_000L)}}}","timeUnixNano":"{{{now + (seconds * 1_000_000_000L)}}}","asInt":"{{{value}}}"}]}}]}]}]}
                """, System.Text.Encoding.UTF8, "application/json");
            using var answer = await viewer.Client.PostAsync(new Uri(viewer.Otlp, "/v1/metrics"), body);
            Assert.True(answer.IsSuccessStatusCode);
        }

        var points = (await viewer.GetAsync("/api/metrics?name=orders")).GetProperty("items")[0].GetProperty("points").EnumerateArray().Select(point => point[1].GetDouble()).ToList();
        Assert.Equal([first, 4], points[^2..]);
    }

    [Fact]
    public async Task LogsLeadToTheirTraceAndBack()
    {
        await using var viewer = await RunningViewer.StartAsync();
        await PostAsync(viewer, "/v1/logs", """
            {"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},"scopeLogs":[{"scope":{"name":"Shop.Orders"},"logRecords":[
             {"timeUnixNano":"1700000000000000000","severityNumber":17,"body":{"stringValue":"order {id} failed"},"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174",
              "attributes":[{"key":"id","value":{"intValue":"7"}}]},
             {"timeUnixNano":"1700000000000000001","severityNumber":9,"body":{"stringValue":"unrelated"}}]}]}]}
            """u8.ToArray());
        var logs = (await viewer.GetAsync("/api/logs?traceId=5b8efff798038103d269b633813fc60c")).GetProperty("items");
        Assert.Equal(1, logs.GetArrayLength());
        Assert.Equal(("error", "Shop.Orders", "7"), (logs[0].GetProperty("level").GetString(), logs[0].GetProperty("category").GetString(), logs[0].GetProperty("fields").GetProperty("id").GetString()));
        Assert.Equal(1, (await viewer.GetAsync("/api/logs?level=warn")).GetProperty("total").GetInt32());
        Assert.Equal(1, (await viewer.GetAsync("/api/logs?filter=UNREL")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task WhatIsNestedWithoutEndIsRefusedInBothEncodings()
    {
        await using var viewer = await RunningViewer.StartAsync();
        const int depth = 20_000;
        var json = "{\"resourceSpans\":[{\"resource\":{\"attributes\":[{\"key\":\"a\",\"value\":"
            + string.Concat(Enumerable.Repeat("{\"arrayValue\":{\"values\":[", depth)) + string.Concat(Enumerable.Repeat("]}}", depth)) + "}]}}]}";
        using var text = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var first = await viewer.Client.PostAsync(new Uri(viewer.Otlp, "/v1/traces"), text);
        Assert.Equal(HttpStatusCode.BadRequest, first.StatusCode);

        // An array in an array in an array, from within; then the attribute, the resource, the group and the request around it.
        byte[] value = [];
        for (var i = 0; i < depth; i++)
            value = Field(5, Field(1, value));
        var request = Field(1, Field(1, Field(1, [.. Field(1, "a"u8.ToArray()), .. Field(2, value)])));
        using var bytes = new ByteArrayContent(request);
        bytes.Headers.ContentType = new("application/x-protobuf");
        using var second = await viewer.Client.PostAsync(new Uri(viewer.Otlp, "/v1/traces"), bytes);
        Assert.Equal(HttpStatusCode.BadRequest, second.StatusCode);
        Assert.Equal(2, (await viewer.GetAsync("/api/status")).GetProperty("malformed").GetInt64());

        static byte[] Field(int number, byte[] content)
        {
            var buffer = new MemoryStream();
            using (var output = new Google.Protobuf.CodedOutputStream(buffer, leaveOpen: true))
            {
                output.WriteTag(number, Google.Protobuf.WireFormat.WireType.LengthDelimited);
                output.WriteBytes(Google.Protobuf.ByteString.CopyFrom(content));
            }

            return buffer.ToArray();
        }
    }

    [Fact]
    public async Task ACompressedBombIsRefusedAndNotUnpacked()
    {
        await using var viewer = await RunningViewer.StartAsync();
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 512; i++)
                await gzip.WriteAsync(zeros);
        }

        var before = GC.GetTotalAllocatedBytes();
        using var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentType = new("application/x-protobuf");
        content.Headers.ContentEncoding.Add("gzip");
        using var response = await viewer.Client.PostAsync(new Uri(viewer.Otlp, "/v1/traces"), content);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 400 << 20);
    }

    [Theory]
    [InlineData("/v1/traces", "[]")]
    [InlineData("/v1/traces", "{\"resourceSpans\":7}")]
    [InlineData("/v1/traces", "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"xyz\"}]}]}]}")]
    [InlineData("/v1/logs", "{\"resourceLogs\":[[]]}")]
    [InlineData("/v1/metrics", "{")]
    public async Task JsonThatMeansNothingIsRefused(string path, string json)
    {
        await using var viewer = await RunningViewer.StartAsync();
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(viewer, path, Encoding.UTF8.GetBytes(json)));
    }

    private static async Task<HttpStatusCode> PostAsync(RunningViewer viewer, string path, byte[] json)
    {
        using var content = new ByteArrayContent(json);
        content.Headers.ContentType = new("application/json");
        using var response = await viewer.Client.PostAsync(new Uri(viewer.Otlp, path), content);
        return response.StatusCode;
    }
}
