using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DdRun.Testing;
using DdRun.Testing.Services;
using Microsoft.AspNetCore.Http;

namespace DdRun.Integrations.Tests.Libraries;

/// <summary>The real clients against a server that speaks as much of the services' protocols as they ask for.</summary>
public sealed class AwsTests
{
    private const string Output = "0\n2\n1\nBadRequest\nOK\n1\n";

    private static readonly string[] s_http = [.. Enumerable.Repeat("http.request", 9)];

    [Fact]
    public async Task Requests_to_all_services_have_their_spans()
    {
        await using var cloud = await Cloud.Start();
        await new LibraryApp("Cloud", cloud.Url) { Output = Output, Environment = [("AWS_EC2_METADATA_DISABLED", "true")] }.IsTraced("Cloud", ["AwsSdk", "AwsSqs", "AwsS3", "AwsDynamoDb"], s_http);
    }

    [Fact]
    public async Task So_have_those_of_an_old_release()
    {
        await using var cloud = await Cloud.Start();
        await new LibraryApp("CloudOld", cloud.Url) { Output = "OK\n", Environment = [("AWS_EC2_METADATA_DISABLED", "true")] }.IsTraced("CloudOld", ["AwsSdk", "AwsS3"], "http.request", "http.request");
    }

    [Fact]
    public async Task Each_message_carries_its_context_and_whoever_receives_it_links_to_it()
    {
        await using var cloud = await Cloud.Start();
        var spans = await new LibraryApp("Cloud", cloud.Url) { Output = Output, Environment = [("AWS_EC2_METADATA_DISABLED", "true")] }.Run();
        var sent = spans.Where(span => span.Resource is "SQS.SendMessage" or "SQS.SendMessageBatch").OrderBy(span => span.Start).Select(span => span.SpanId).ToList();
        // One for each of two messages, and for the two of a batch.
        Assert.Equal([sent[0], sent[1], sent[2], sent[2]], cloud.Sent.Items);
        Assert.Equal(sent[0], Assert.Single(Assert.Single(spans, span => span.Resource == "SQS.ReceiveMessage").Links).SpanId);
        Assert.Contains("_datadog", cloud.Asked.Items);
    }

    private sealed class Cloud : IAsyncDisposable
    {
        private HttpStub _stub = null!;
        private string _first = "{}";

        public Recorder<ulong> Sent { get; } = new();

        public Recorder<string> Asked { get; } = new();

        public string Url => _stub.Url.ToString();

        public static async Task<Cloud> Start()
        {
            var cloud = new Cloud();
            cloud._stub = await HttpStub.Start(cloud.Answer);
            return cloud;
        }

        public ValueTask DisposeAsync() => _stub.DisposeAsync();

        private async Task Answer(HttpContext context, string body)
        {
            var target = context.Request.Headers["X-Amz-Target"].ToString();
            context.Response.Headers["x-amzn-RequestId"] = "11111111-2222-3333-4444-555555555555";
            context.Response.ContentType = "application/x-amz-json-1.0";
            switch (target[(target.IndexOf('.', StringComparison.Ordinal) + 1)..])
            {
                case "SendMessage":
                    Record(JsonDocument.Parse(body).RootElement);
                    await context.Response.WriteAsync($$"""{ "MessageId": "1", "MD5OfMessageBody": "{{Md5("ham")}}" }""");
                    break;
                case "SendMessageBatch":
                    foreach (var entry in JsonDocument.Parse(body).RootElement.GetProperty("Entries").EnumerateArray())
                        Record(entry);
                    await context.Response.WriteAsync($$"""{ "Successful": [ { "Id": "1", "MessageId": "2", "MD5OfMessageBody": "{{Md5("ham")}}" }, { "Id": "2", "MessageId": "3", "MD5OfMessageBody": "{{Md5("ham")}}" } ], "Failed": [] }""");
                    break;
                case "ReceiveMessage":
                    if (JsonDocument.Parse(body).RootElement.TryGetProperty("MessageAttributeNames", out var names))
                        Asked.AddRange(names.EnumerateArray().Select(name => name.GetString()!));
                    await context.Response.WriteAsync($$"""{ "Messages": [ { "MessageId": "1", "ReceiptHandle": "r", "Body": "ham", "MD5OfBody": "{{Md5("ham")}}", "MessageAttributes": {{_first}} } ] }""");
                    break;
                case "DeleteMessage":
                    context.Response.StatusCode = 400;
                    await context.Response.WriteAsync("""{ "__type": "com.amazonaws.sqs#ReceiptHandleIsInvalid", "message": "no such message" }""");
                    break;
                case "PutItem":
                    await context.Response.WriteAsync("{}");
                    break;
                case "GetItem":
                    await context.Response.WriteAsync("""{ "Item": { "id": { "S": "1" } } }""");
                    break;
                default:
                    context.Response.ContentType = "text/plain";
                    context.Response.Headers["x-amz-request-id"] = "S3";
                    context.Response.Headers.ETag = "\"" + Md5("flour") + "-1\"";
                    if (context.Request.Method == "GET")
                        await context.Response.WriteAsync("flour");
                    break;
            }
        }

        private void Record(JsonElement message)
        {
            if (!message.TryGetProperty("MessageAttributes", out var attributes) || !attributes.TryGetProperty("_datadog", out var context))
                return;
            if (Sent.Items.Count == 0)
                _first = attributes.GetRawText();
            Sent.Add(ulong.Parse(JsonDocument.Parse(context.GetProperty("StringValue").GetString()!).RootElement.GetProperty("x-datadog-parent-id").GetString()!, System.Globalization.CultureInfo.InvariantCulture));
        }

        // What the protocol has.
#pragma warning disable CA5351
        private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351
    }
}
