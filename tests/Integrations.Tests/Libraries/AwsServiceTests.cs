using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using DdRun.Testing;
using DdRun.Testing.Services;
using Microsoft.AspNetCore.Http;

namespace DdRun.Integrations.Tests.Libraries;

/// <summary>
/// Services that have no attributes of their own, whose clients are real, and those whose packages are not to be had: assemblies of their names, with the
/// types that are woven, over the real pipeline.
/// </summary>
public sealed class AwsServiceTests
{
    private const string Output = "5\nhot\n0\n123456789012\n0 1\n{\"order\": 1 }0\n2\n{\"order\": 1 }\n{\"order\": 1 }\n2\n";

    private static readonly (string, string)[] s_environment = [("AWS_EC2_METADATA_DISABLED", "true")];

    [Fact]
    public async Task Requests_to_all_services_have_their_spans()
    {
        await using var cloud = await Cloud.Start();
        await new LibraryApp("CloudServices", cloud.Url) { Output = Output, Environment = s_environment }.IsTraced("CloudServices", ["AwsSdk"], [.. Enumerable.Repeat("http.request", 14)]);
    }

    [Fact]
    public async Task What_is_handed_on_carries_its_context_and_whoever_receives_it_links_to_it()
    {
        await using var cloud = await Cloud.Start();
        var spans = await new LibraryApp("CloudServices", cloud.Url) { Output = Output, Environment = s_environment }.Run();
        var sent = spans.Where(span => span.Meta.GetValueOrDefault("span.kind") == "producer").OrderBy(span => span.Start).ToList();
        Assert.Equal(["SNS.Publish", "SNS.PublishBatch", "Kinesis.PutRecord", "Kinesis.PutRecord", "Kinesis.PutRecord", "Kinesis.PutRecords", "EventBridge.PutEvents", "StepFunctions.StartExecution"], sent.Select(span => span.Resource));
        // Both entries of a batch, but only the first of several records, and none that is no JSON.
        Assert.Equal(new[] { 0, 1, 1, 2, 3, 5, 6, 6, 7 }.Select(i => sent[i].SpanId), cloud.Sent.Items.Select(context => ulong.Parse((string)context["x-datadog-parent-id"]!, CultureInfo.InvariantCulture)));
        Assert.Equal("bakery", (string?)cloud.Sent.Items[6]["x-datadog-resource-name"]);
        Assert.NotNull(cloud.Sent.Items[7]["x-datadog-start-time"]);
        Assert.Equal(sent[2].SpanId, Assert.Single(Assert.Single(spans, span => span.Resource == "Kinesis.GetRecords").Links).SpanId);
        Assert.Equal([sent[0].SpanId, sent[6].SpanId], Assert.Single(spans, span => span.Resource == "SQS.ReceiveMessage").Links.Select(link => link.SpanId));
    }

    [Fact]
    public async Task A_service_that_is_switched_off_gets_no_context()
    {
        await using var cloud = await Cloud.Start();
        var spans = await new LibraryApp("CloudServices", cloud.Url) { Output = Output, Environment = s_environment }.Run(
            ("DD_TRACE_AWSSNS_ENABLED", "false"), ("DD_TRACE_AWSKINESIS_ENABLED", "false"), ("DD_TRACE_AWSEVENTBRIDGE_ENABLED", "false"), ("DD_TRACE_AWSSTEPFUNCTIONS_ENABLED", "false"));
        Assert.Equal(["EC2", "KMS", "SQS", "SSM", "STS"], spans.Where(span => span.Name != "http.request").Select(span => span.Meta["aws.service"]).Order(StringComparer.Ordinal));
        Assert.Empty(cloud.Sent.Items);
    }

    private sealed class Cloud : IAsyncDisposable
    {
        private HttpStub _stub = null!;
        private string? _topic, _record, _detail;

        public Recorder<JsonNode> Sent { get; } = new();

        public string Url => _stub.Url.ToString();

        public static async Task<Cloud> Start()
        {
            var cloud = new Cloud();
            cloud._stub = await HttpStub.Start(cloud.Answer);
            return cloud;
        }

        public ValueTask DisposeAsync() => _stub.DisposeAsync();

        private Task Answer(HttpContext context, string body)
        {
            var target = context.Request.Headers["X-Amz-Target"].ToString();
            context.Response.Headers["x-amzn-RequestId"] = "11111111-2222-3333-4444-555555555555";
            if (target.Length == 0)
            {
                context.Response.ContentType = "text/xml";
                return context.Response.WriteAsync(body.Contains("GetCallerIdentity", StringComparison.Ordinal)
                    ? """<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"""
                    : """<DescribeInstancesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><reservationSet/></DescribeInstancesResponse>""");
            }
            context.Response.ContentType = "application/x-amz-json-1.1";
            return context.Response.WriteAsync(Answer(target[(target.LastIndexOf('.') + 1)..], JsonNode.Parse(body)!));
        }

        private string Answer(string operation, JsonNode body)
        {
            switch (operation)
            {
                case "Encrypt":
                    return """{ "CiphertextBlob": "ZmxvdXI=", "KeyId": "bakery" }""";
                case "GetParameter":
                    return """{ "Parameter": { "Name": "/bakery/oven", "Value": "hot" } }""";
                case "Publish":
                    _topic ??= Attribute(body);
                    break;
                case "PublishBatch":
                    foreach (var entry in body["Entries"]!.AsArray())
                        Attribute(entry!);
                    break;
                case "PutRecord":
                    _record ??= (string)body["Data"]!;
                    Record(body);
                    break;
                case "PutRecords":
                    foreach (var entry in body["Records"]!.AsArray())
                        Record(entry!);
                    break;
                case "GetRecords":
                    return $$"""{ "Records": [ { "Data": "{{_record}}" }, { "Data": "e30=" } ] }""";
                case "PutEvents":
                    foreach (var entry in body["Entries"]!.AsArray())
                        Member((string)entry!["Detail"]!);
                    _detail ??= (string)body["Entries"]![0]!["Detail"]!;
                    break;
                case "StartExecution":
                    Member((string)body["input"]!);
                    break;
                case "ReceiveMessage":
                    var topic = new JsonObject { ["Type"] = "Notification", ["MessageAttributes"] = new JsonObject { ["_datadog"] = new JsonObject { ["Type"] = "Binary", ["Value"] = _topic } } };
                    return new JsonObject { ["Messages"] = new JsonArray(Message(topic.ToJsonString()), Message($$"""{ "detail-type": "order", "detail": {{_detail}} }""")) }.ToJsonString();
            }
            return "{}";
        }

        private static JsonObject Message(string body) => new() { ["MessageId"] = "1", ["ReceiptHandle"] = "r", ["Body"] = body, ["MD5OfBody"] = Md5(body) };

        private string? Attribute(JsonNode message)
        {
            if (message["MessageAttributes"]!["_datadog"] is not { } attribute)
                return null;
            Assert.Equal("Binary", (string?)attribute["DataType"]);
            var value = (string)attribute["BinaryValue"]!;
            Sent.Add(JsonNode.Parse(Convert.FromBase64String(value))!);
            return value;
        }

        private void Record(JsonNode record) => Member(Encoding.UTF8.GetString(Convert.FromBase64String((string)record["Data"]!)));

        private void Member(string json)
        {
            if (!json.StartsWith('{') || JsonNode.Parse(json)!["_datadog"] is not { } context)
                return;
            // Whatever else there was is still there, as it was.
            Assert.StartsWith(json.Contains("order", StringComparison.Ordinal) ? "{\"order\": 1,\"_datadog\":" : "{\"_datadog\":", json, StringComparison.Ordinal);
            Sent.Add(context);
        }

        // What the protocol has.
#pragma warning disable CA5351
        private static string Md5(string text) => Convert.ToHexStringLower(System.Security.Cryptography.MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351
    }
}
