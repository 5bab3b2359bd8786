using DdRun.Integrations.Tests.AspNetCore;
using DdRun.Testing.Services;
using Microsoft.AspNetCore.Http;

namespace DdRun.Integrations.Tests.Libraries;

/// <summary>Libraries that nobody here knows: what is beneath them is traced, once.</summary>
public sealed class NeedNothingTests
{
    public static TheoryData<string> Stores => ["Stores", "StoresOld"];

    [RedisFact]
    public async Task A_distributed_cache_asks_Redis()
    {
        using var server = await RedisServer.Start();
        // It tells both of its connections who it is.
        await Count(new LibraryApp("Stores", "distributed", $"127.0.0.1:{server.Port}") { Output = "rye\n" }, ["redis.command CLIENT", "redis.command CLIENT", "redis.command HMSET", "redis.command HMGET"]);
    }

    [Fact]
    public async Task Refit_RestSharp_Flurl_Dapr_InfluxDB_RestEase_and_resilient_clients_send_requests()
    {
        const string Loaves = "\"rye\"\n\"oat\"\n\"wheat\"\n\"spelt\"\n";
        string[] requests = ["http.request GET /loaves/rye", "http.request GET /loaves/oat", "http.request GET /loaves/wheat", "http.request GET /v1.0/invoke/bakery/method/loaves/spelt"];
        await using var server = await HttpStub.Start((context, _) => context.Response.WriteAsync($"\"{context.Request.Path.Value!.Split('/')[^1]}\""));
        await Count(new LibraryApp("Clients", server.Url.ToString()) { Output = Loaves + "\"query\"\n\"emmer\"\n\"einkorn\"\n" }, [.. requests, "http.request POST /api/v2/query", "http.request POST /api/v", "http.request GET /loaves/emmer", "http.request GET /loaves/einkorn"]);
        // InfluxDB's does not stand beside a RestSharp as old as that.
        await Count(new LibraryApp("ClientsOld", server.Url.ToString()) { Output = Loaves }, requests);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Dapper_linq2db_FusionCache_and_HybridCache_ask_a_database(string name) =>
        await Count(
            new LibraryApp(name) { Output = "ham\n1\nrye\nrye\nham\nham\n" },
            [
                "sqlite.query CREATE TABLE orders (id INTEGER PRIMARY KEY, what TEXT)",
                "sqlite.query INSERT INTO orders (what) VALUES ('ham')",
                "sqlite.query SELECT what FROM orders WHERE id = 1",
                "sqlite.query INSERT INTO",
                "sqlite.query SELECT",
                "sqlite.query SELECT what FROM orders WHERE id = 2",
                "sqlite.query SELECT what FROM orders WHERE id = 1",
            ]);

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Identity_asks_a_database(string name) =>
        await Count(
            new LibraryApp(name, "users") { Output = "True\nbaker\n" },
            ["sqlite.query CREATE TABLE", "sqlite.query SELECT", "sqlite.query INSERT INTO", "sqlite.query SELECT"]);

    [PostgresTheory]
    [MemberData(nameof(Stores))]
    public async Task Marten_asks_a_database(string name)
    {
        using var database = await PostgresServer.Start();
        await Count(new LibraryApp(name, "marten", database.ConnectionString) { Output = "rye\n1\n" }, ["postgres.query insert into public.mt_doc_documents_recipe", "postgres.query select d.data from", "postgres.query select count(*)"], isEndOnly: true);
    }

    // FastEndpoints looks at all types of all assemblies that are loaded, ours among them.
    [Theory]
    [InlineData("Frameworks")]
    [InlineData("FrameworksOld")]
    public async Task FastEndpoints_Carter_MediatR_OData_and_protobuf_net_answer_requests(string name) =>
        await Count(
            new LibraryApp(name) { Output = "200\n200\n200\n200\n3\n" },
            [
                "aspnet_core.request GET /fast/{name}",
                "aspnet_core.request GET /carter/{name}",
                "aspnet_core.request GET /mediated/{what}",
                "aspnet_core.request GET /odata/loaves",
                "aspnet_core_mvc.request GET /odata/loaves",
                "grpc.request /Baker/Bake",
                "http.request POST /Baker/Bake",
                "aspnet_core.request POST /baker/bake",
                "grpc.request /Baker/Bake",
            ]);

    // Spans in order, each with the beginning of its resource; the same with all activities taken. Some libraries prepare a database first.
    private static async Task Count(LibraryApp app, IEnumerable<string> expected, bool isEndOnly = false)
    {
        foreach (var otel in (string[])["false", "true"])
        {
            // What a cache says of itself is nobody's double.
            var all = (await app.Run(("DD_TRACE_OTEL_ENABLED", otel))).Where(span => !span.Name.StartsWith("fusioncache.", StringComparison.Ordinal));
            var spans = all.OrderBy(span => span.Start).Select(span => $"{span.Name} {Place(span.Resource)}").ToList();
            var wanted = expected.ToList();
            if (isEndOnly)
                spans.RemoveRange(0, Math.Max(0, spans.Count - wanted.Count));
            Assert.True(wanted.Count == spans.Count && wanted.Zip(spans).All(pair => pair.Second.StartsWith(pair.First, StringComparison.Ordinal)), string.Join('\n', spans));
        }
    }

    // The stub's port is another one each time.
    private static string Place(string resource) => resource.Contains(" 127.", StringComparison.Ordinal) ? resource[..(resource.IndexOf(' ', StringComparison.Ordinal) + 1)] + resource[resource.IndexOf('/', StringComparison.Ordinal)..] : resource.ReplaceLineEndings(" ");
}
