using DdRun.Testing.Services;
using Microsoft.AspNetCore.Http;

namespace DdRun.Integrations.Tests.Libraries;

/// <summary>The real clients against a server that speaks as much of Elasticsearch as they ask for.</summary>
public sealed class ElasticsearchTests
{
    [Theory]
    [InlineData("Search", "Created\n1\nFalse\nFalse\nFalse\n")]
    [InlineData("Search7", "Created\n1\nFalse\nFalse\nFalse\n")]
    public async Task Every_request_is_a_query_and_what_is_not_found_is_no_error(string app, string output)
    {
        await using var server = await HttpStub.Start((context, _) => Answer(context));
        // Version 7 asks once who is there, outside of all that it is asked for; the requests themselves are HttpClient's, and stay.
        string[] left = [.. Enumerable.Repeat("http.request", app == "Search7" ? 6 : 5)];
        await new LibraryApp(app, server.Url.ToString()) { Output = output }.IsTraced(app, ["ElasticsearchNet"], left);
    }

    private static async Task Answer(HttpContext context)
    {
        var (status, body) = (context.Request.Method, context.Request.Path.Value!) switch
        {
            ("GET" or "HEAD", "/") => (200, """{ "version": { "number": "7.17.5", "build_flavor": "default" }, "tagline": "You Know, for Search" }"""),
            (_, "/orders/_doc/1") => (201, """{ "_index": "orders", "_id": "1", "_version": 1, "result": "created", "_seq_no": 0, "_primary_term": 1, "_shards": { "total": 1, "successful": 1, "failed": 0 } }"""),
            (_, "/_search" or "/orders/_search") => (200, """
                { "took": 1, "timed_out": false, "_shards": { "total": 1, "successful": 1, "skipped": 0, "failed": 0 },
                  "hits": { "total": { "value": 1, "relation": "eq" }, "max_score": 1.0, "hits": [ { "_index": "orders", "_id": "1", "_score": 1.0, "_source": { "id": "1", "what": "ham" } } ] } }
                """),
            ("DELETE", _) => (500, """{ "error": { "type": "broken", "reason": "it broke" }, "status": 500 }"""),
            ("GET", "/orders/_doc/2") => (404, """{ "_index": "orders", "_id": "2", "found": false }"""),
            _ => (404, ""),
        };
        context.Response.StatusCode = status;
        context.Response.Headers["X-Elastic-Product"] = "Elasticsearch";
        context.Response.ContentType = context.Request.Headers.Accept.ToString().Contains("compatible-with=9", StringComparison.Ordinal)
            ? "application/vnd.elasticsearch+json;compatible-with=9"
            : "application/json";
        if (context.Request.Method != "HEAD")
            await context.Response.WriteAsync(body);
    }
}
