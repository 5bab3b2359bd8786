using System.Text.Json.Nodes;
using DdRun.Testing.Services;
using Microsoft.AspNetCore.Http;

namespace DdRun.Integrations.Tests.Libraries;

/// <summary>Azure's clients of storage, tables, Key Vault, identity and Event Grid, against a server that speaks as much of their protocols as they ask for.</summary>
public sealed class AzureStoresTests
{
    private const string Output = "flour\nrye\nFalse\nham\n4\n1\nhot\n";

    private const string Directory = "https://login.microsoftonline.com/11111111-1111-1111-1111-111111111111";

    private static readonly (string, string)[] s_asked = [("DD_TRACE_AZURE_ENABLED", "true")];

    [Fact]
    public async Task What_clients_do_is_above_their_requests_where_somebody_asks_for_it()
    {
        await using var stub = await HttpStub.Start(Answer);
        await new LibraryApp("AzureStores", stub.Url.ToString()) { Output = Output, Environment = s_asked }.IsTraced("AzureStores", ["Azure"], [.. Enumerable.Repeat("http.request", 17)]);
    }

    [Fact]
    public async Task So_it_is_with_old_releases()
    {
        await using var stub = await HttpStub.Start(Answer);
        await new LibraryApp("AzureStoresOld", stub.Url.ToString()) { Output = Output, Environment = s_asked }.IsTraced("AzureStoresOld", ["Azure"], [.. Enumerable.Repeat("http.request", 16)]);
    }

    [Theory]
    [InlineData("AzureStores", 17)]
    [InlineData("AzureStoresOld", 16)]
    public async Task Otherwise_each_request_is_one_span(string app, int requests)
    {
        await using var stub = await HttpStub.Start(Answer);
        var spans = await new LibraryApp(app, stub.Url.ToString()) { Output = Output }.Run();
        Assert.Equal(Enumerable.Repeat("http.request", requests), spans.Select(span => span.Name));
    }

    [Fact]
    public async Task An_event_carries_its_context()
    {
        var grid = "";
        await using var stub = await HttpStub.Start((context, body) =>
        {
            if (context.Request.Path.StartsWithSegments("/grid", StringComparison.Ordinal))
                grid = body;
            return Answer(context, body);
        });
        var spans = await new LibraryApp("AzureStores", stub.Url.ToString()) { Output = Output, Environment = s_asked }.Run();
        var sent = Assert.Single(spans, span => span.Resource.StartsWith("EventGridPublisherClient.", StringComparison.Ordinal));
        Assert.Contains(sent.SpanId.ToString("x16", System.Globalization.CultureInfo.InvariantCulture), (string?)JsonNode.Parse(grid)![0]!["traceparent"], StringComparison.Ordinal);
    }

    private static Task Answer(HttpContext context, string body)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers.ETag = "\"1\"";
        response.Headers.LastModified = "Tue, 01 Dec 2026 06:00:00 GMT";
        response.Headers["x-ms-request-id"] = "11111111-2222-3333-4444-555555555555";
        response.Headers["x-ms-version"] = "2021-01-01";
        var path = request.Path.Value!;
        return path.Split('/')[1] switch
        {
            "blob" => Blob(request, response),
            "queue" => Queue(request, response),
            "table" => Table(request, response, path),
            "secrets" => Secret(request, response),
            "grid" => Task.CompletedTask,
            _ => Json(response, path.Contains("token", StringComparison.Ordinal)
                ? """{ "token_type": "Bearer", "expires_in": 3600, "ext_expires_in": 3600, "access_token": "t" }"""
                : $$"""{ "token_endpoint": "{{Directory}}/oauth2/v2.0/token", "authorization_endpoint": "{{Directory}}/oauth2/v2.0/authorize", "issuer": "{{Directory}}/v2.0" }"""),
        };
    }

    private static Task Blob(HttpRequest request, HttpResponse response)
    {
        switch (request.Method)
        {
            case "PUT":
                response.StatusCode = 201;
                response.Headers["x-ms-request-server-encrypted"] = "true";
                return Task.CompletedTask;
            case "HEAD":
                response.StatusCode = 404;
                response.Headers["x-ms-error-code"] = "BlobNotFound";
                return Task.CompletedTask;
            case var _ when request.Query["comp"] == "list":
                response.ContentType = "application/xml";
                return response.WriteAsync("""
                    <?xml version="1.0"?>
                    <EnumerationResults ServiceEndpoint="http://bakery/" ContainerName="bakery"><Blobs><Blob><Name>rye</Name><Properties><Content-Length>5</Content-Length></Properties></Blob></Blobs><NextMarker/></EnumerationResults>
                    """);
            default:
                response.StatusCode = 206;
                response.ContentType = "application/octet-stream";
                response.Headers["x-ms-blob-type"] = "BlockBlob";
                response.Headers.ContentRange = "bytes 0-4/5";
                response.ContentLength = 5;
                return response.WriteAsync("flour");
        }
    }

    private static Task Queue(HttpRequest request, HttpResponse response)
    {
        response.StatusCode = request.Method switch { "GET" => 200, "DELETE" => 204, _ => 201 };
        if (request.Method is not ("GET" or "POST"))
            return Task.CompletedTask;
        response.ContentType = "application/xml";
        return response.WriteAsync("""
            <?xml version="1.0"?>
            <QueueMessagesList><QueueMessage><MessageId>1</MessageId><InsertionTime>Tue, 01 Dec 2026 06:00:00 GMT</InsertionTime><ExpirationTime>Tue, 08 Dec 2026 06:00:00 GMT</ExpirationTime><PopReceipt>p</PopReceipt><TimeNextVisible>Tue, 01 Dec 2026 06:00:00 GMT</TimeNextVisible><DequeueCount>1</DequeueCount><MessageText>ham</MessageText></QueueMessage></QueueMessagesList>
            """);
    }

    private static Task Table(HttpRequest request, HttpResponse response, string path)
    {
        const string row = """{ "odata.etag": "1", "PartitionKey": "ham", "RowKey": "1", "price": 4 }""";
        if (path.EndsWith("/Tables", StringComparison.Ordinal))
        {
            response.StatusCode = 201;
            return Json(response, """{ "TableName": "orders" }""");
        }
        if (request.Method == "POST")
        {
            response.StatusCode = 204;
            return Task.CompletedTask;
        }
        return Json(response, path.Contains("RowKey", StringComparison.Ordinal) ? row : $$"""{ "value": [{{row}}] }""");
    }

    private static Task Secret(HttpRequest request, HttpResponse response)
    {
        if (request.Headers.Authorization.Count > 0)
            return Json(response, """{ "value": "hot", "id": "https://bakery.vault.azure.net/secrets/oven/1", "attributes": { "enabled": true } }""");
        response.StatusCode = 401;
        response.Headers.WWWAuthenticate = $"Bearer authorization=\"{Directory}\", resource=\"https://vault.azure.net\"";
        return Task.CompletedTask;
    }

    private static Task Json(HttpResponse response, string text)
    {
        response.ContentType = "application/json;odata=minimalmetadata";
        return response.WriteAsync(text);
    }
}
