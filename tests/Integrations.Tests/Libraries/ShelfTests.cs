using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using DdRun.Integrations.Tests.Processes;
using DdRun.Testing;
using DdRun.Testing.Services;
using Microsoft.AspNetCore.Http;

namespace DdRun.Integrations.Tests.Libraries;

/// <summary>Databases, caches and what tries again: each a run of one program, with the newest and with the oldest version that there is.</summary>
public sealed partial class ShelfTests
{
    public static TheoryData<string> Both => ["Shelf", "ShelfOld"];

    [Theory]
    [MemberData(nameof(Both))]
    public async Task What_Polly_does_about_a_failure_is_an_event_of_the_span_around(string name)
    {
        var app = new LibraryApp(name, "retries") { Output = "one ham\ncold rye\n", Environment = [("DD_TRACE_METHODS", "Shelf.Oven[Bake,Warm]")] };
        foreach (var otel in (string[])["false", "true"])
        {
            var spans = await app.Run(("DD_TRACE_OTEL_ENABLED", otel));
            Assert.Equal(
                ["OnRetry Retry attempt 0 System.IO.IOException", "OnTimeout Timeout", "OnRetry Retry attempt 1 Polly.Timeout.TimeoutRejectedException"],
                Events(Assert.Single(spans, span => span.Resource == "Oven.Bake")));
            Assert.Equal(["OnFallback Fallback"], Events(Assert.Single(spans, span => span.Resource == "Oven.Warm")));
            Assert.Equal(2, spans.Count);
        }
        Assert.All(await app.Run(("DD_TRACE_POLLY_ENABLED", "false")), span => Assert.False(span.Meta.ContainsKey("events")));
    }

    [Fact]
    public async Task A_search_of_Lucene_is_a_span_of_the_trace_that_it_happens_in() =>
        await new LibraryApp("Shelf", "index") { Output = "1 1\n", Environment = [("DD_TRACE_METHODS", "Shelf.RecipeIndex[Search]")] }.IsTraced("Lucene", ["Lucene"], "trace.annotation");

    [Fact]
    public async Task FusionCache_has_spans_for_those_who_ask_for_them()
    {
        var app = new LibraryApp("Shelf", "cache") { Output = "ham\nham\n", Scrub = text => Identity().Replace(text, "ID") };
        Assert.Empty(await app.Run());
        foreach (var setting in (string[])["DD_TRACE_FUSIONCACHE_ENABLED", "DD_TRACE_OTEL_ENABLED"])
            Snapshot.Matches("FusionCache", app.Text(await app.Run((setting, "true"))));
    }

    [RedisFact]
    public async Task Commands_of_FreeRedis_are_spans()
    {
        using var server = await RedisServer.Start();
        await new LibraryApp("Shelf", "redis", $"127.0.0.1:{server.Port}")
        {
            Output = "rye\nERR value is not an integer or out of range\n2\n",
            Scrub = text => text.Replace($"out.port={server.Port}", "out.port=PORT", StringComparison.Ordinal),
        }.IsTraced("FreeRedis", ["FreeRedis"]);
    }

    [RedisFact]
    public async Task Commands_of_CSRedisCore_are_spans()
    {
        using var server = await RedisServer.Start();
        await new LibraryApp("Shelf", "csredis", $"127.0.0.1:{server.Port}")
        {
            Output = "rye\n2\n",
            Scrub = text => text.Replace($"out.port={server.Port}", "out.port=PORT", StringComparison.Ordinal),
        }.IsTraced("CSRedis", ["CSRedis"]);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Queries_of_ClickHouse_are_spans_however_they_are_read(string name)
    {
        await using var server = await HttpStub.Start(Columns);
        await new LibraryApp(name, "clickhouse", server.Url.ToString()) { Output = "ham\nTrue\n47\nham\n", Environment = [("DD_TRACE_HTTPMESSAGEHANDLER_ENABLED", "false")] }.IsTraced("ClickHouse", ["AdoNet", "ClickHouse"]);
    }

    [FirebirdTheory]
    [MemberData(nameof(Both))]
    public async Task Commands_of_Firebird_are_spans_however_they_are_read(string name)
    {
        using var server = await FirebirdServer.Start();
        await new LibraryApp(name, "firebird", server.ConnectionString) { Output = "1\nham\nham\nham\n335544569\n", Scrub = text => Folder().Replace(text, "FOLDER") }.IsTraced("Firebird", ["AdoNet", "Firebird"]);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Requests_to_Cosmos_DB_are_spans_and_so_is_each_page_of_a_query(string name)
    {
        await using var server = await HttpStub.Start(Documents);
        await new LibraryApp(name, "cosmos", server.Url.ToString()) { Output = "Created\nham\nnothing\n1\n", Environment = [("DD_TRACE_HTTPMESSAGEHANDLER_ENABLED", "false")], Scrub = text => UserAgent().Replace(text, "cosmos") }.IsTraced("CosmosDb", ["CosmosDb"]);
    }

    private static async Task Columns(HttpContext context, string body)
    {
        var query = body.Length > 0 ? body : context.Request.Query["query"].ToString();
        if (query.Contains("version()", StringComparison.Ordinal))
        {
            await context.Response.WriteAsync("25.1.1.1\tUTC\n");
        }
        else if (query.Contains("nothing", StringComparison.Ordinal))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            context.Response.Headers["X-ClickHouse-Exception-Code"] = "47";
            await context.Response.WriteAsync("Code: 47. DB::Exception: Missing columns: 'nothing'. (UNKNOWN_IDENTIFIER)");
        }
        else
        {
            // One column called what, of type String, and one row: RowBinaryWithNamesAndTypes.
            await context.Response.Body.WriteAsync(Encoding.ASCII.GetBytes("\x01\x04what\x06String\x03ham"));
        }
    }

    private static async Task Documents(HttpContext context, string body)
    {
        const string Collection = "kI8HAKgsqzk=", Document = """{ "id": "7", "What": "ham", "_rid": "kI8HAKgsqzkBAAAAAAAAAA==", "_etag": "1" }""";
        var (request, path) = (context.Request, context.Request.Path.Value!.Trim('/'));
        var here = $"{request.Scheme}://{request.Host}/";
        context.Response.ContentType = "application/json";
        context.Response.Headers["x-ms-request-charge"] = "1";
        var answer = path switch
        {
            "" => JsonSerializer.Serialize(new
            {
                id = "account",
                _rid = "account",
                writableLocations = new[] { new { name = "here", databaseAccountEndpoint = here } },
                readableLocations = new[] { new { name = "here", databaseAccountEndpoint = here } },
                userConsistencyPolicy = new { defaultConsistencyLevel = "Session" },
                queryEngineConfiguration = """{ "maxSqlQueryInputLength": 262144 }""",
            }),
            "dbs/bakery/colls/orders" => $$"""{ "id": "orders", "_rid": "{{Collection}}", "_self": "dbs/kI8HAA==/colls/{{Collection}}/", "partitionKey": { "paths": ["/id"], "kind": "Hash", "version": 2 } }""",
            _ when path.EndsWith("/pkranges", StringComparison.Ordinal) => $$"""{ "_rid": "{{Collection}}", "PartitionKeyRanges": [{ "id": "0", "_rid": "kI8HAKgsqzkCAAAAAAAAUA==", "minInclusive": "", "maxExclusive": "FF" }], "_count": 1 }""",
            _ when request.Headers.ContainsKey("x-ms-documentdb-isquery") => $$"""{ "_rid": "{{Collection}}", "Documents": [{{Document}}], "_count": 1 }""",
            _ when path.EndsWith("/docs/8", StringComparison.Ordinal) => """{ "code": "NotFound", "message": "Resource Not Found" }""",
            _ => Document,
        };
        if (path.EndsWith("/pkranges", StringComparison.Ordinal) && request.Headers.IfNoneMatch.Count > 0)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        if (path.EndsWith("/pkranges", StringComparison.Ordinal))
            context.Response.Headers.ETag = "\"1\"";
        if (path.EndsWith("/docs/8", StringComparison.Ordinal))
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        else if (path.EndsWith("/docs", StringComparison.Ordinal) && !request.Headers.ContainsKey("x-ms-documentdb-isquery"))
            context.Response.StatusCode = StatusCodes.Status201Created;
        await context.Response.WriteAsync(answer);
    }

    private static List<string> Events(ReceivedSpan span)
    {
        using var events = JsonDocument.Parse(span.Meta["events"]);
        return [.. events.RootElement.EnumerateArray().Select(Describe)];

        static string Describe(JsonElement one)
        {
            var attributes = one.GetProperty("attributes");
            var text = new StringBuilder(one.GetProperty("name").GetString()!["polly.".Length..]).Append(' ').Append(attributes.GetProperty("polly.strategy"));
            if (attributes.TryGetProperty("polly.attempt", out var attempt))
                text.Append(" attempt ").Append(attempt);
            if (attributes.TryGetProperty("exception.type", out var type))
                text.Append(' ').Append(type);
            return text.ToString();
        }
    }

    [GeneratedRegex("(?<=http.useragent=).*")]
    private static partial Regex UserAgent();

    [GeneratedRegex("(?<=db.name=).*(?=/bakery.fdb)")]
    private static partial Regex Folder();

    [GeneratedRegex("(?<=_id=)[0-9A-Z]+")]
    private static partial Regex Identity();
}
