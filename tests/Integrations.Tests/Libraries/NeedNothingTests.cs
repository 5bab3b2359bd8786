using DdRun.Testing.Services;
using Microsoft.AspNetCore.Http;

namespace DdRun.Integrations.Tests.Libraries;

/// <summary>Libraries that nobody here knows: what is beneath them is traced, once.</summary>
public sealed class NeedNothingTests
{
    [Fact]
    public async Task Refit_RestSharp_and_Flurl_send_requests()
    {
        await using var server = await HttpStub.Start((context, _) => context.Response.WriteAsync($"\"{context.Request.Path.Value!.Split('/')[^1]}\""));
        await Count(new LibraryApp("Clients", server.Url.ToString()) { Output = "\"rye\"\n\"oat\"\n\"wheat\"\n" }, ["http.request GET /loaves/rye", "http.request GET /loaves/oat", "http.request GET /loaves/wheat"]);
    }

    [Fact]
    public async Task Dapper_linq2db_and_FusionCache_ask_a_database() =>
        await Count(
            new LibraryApp("Stores") { Output = "ham\n1\nrye\nrye\n" },
            [
                "sqlite.query CREATE TABLE orders (id INTEGER PRIMARY KEY, what TEXT)",
                "sqlite.query INSERT INTO orders (what) VALUES ('ham')",
                "sqlite.query SELECT what FROM orders WHERE id = 1",
                "sqlite.query INSERT INTO",
                "sqlite.query SELECT",
                "sqlite.query SELECT what FROM orders WHERE id = 2",
            ]);

    // FastEndpoints looks at all types of all assemblies that are loaded, ours among them.
    [Fact]
    public async Task FastEndpoints_Carter_MediatR_and_OData_answer_requests() =>
        await Count(
            new LibraryApp("Frameworks") { Output = "200\n200\n200\n200\n" },
            [
                "aspnet_core.request GET /fast/{name}",
                "aspnet_core.request GET /carter/{name}",
                "aspnet_core.request GET /mediated/{what}",
                "aspnet_core.request GET /odata/loaves",
                "aspnet_core_mvc.request GET /odata/loaves",
            ]);

    // Spans in order, each with the beginning of its resource; the same with all activities taken.
    private static async Task Count(LibraryApp app, IEnumerable<string> expected)
    {
        foreach (var otel in (string[])["false", "true"])
        {
            // What a cache says of itself is nobody's double.
            var all = (await app.Run(("DD_TRACE_OTEL_ENABLED", otel))).Where(span => !span.Name.StartsWith("fusioncache.", StringComparison.Ordinal));
            var spans = all.OrderBy(span => span.Start).Select(span => $"{span.Name} {Place(span.Resource)}").ToList();
            var wanted = expected.ToList();
            Assert.True(wanted.Count == spans.Count && wanted.Zip(spans).All(pair => pair.Second.StartsWith(pair.First, StringComparison.Ordinal)), string.Join('\n', spans));
        }
    }

    // The stub's port is another one each time.
    private static string Place(string resource) => resource.StartsWith("GET 127.", StringComparison.Ordinal) ? "GET " + resource[resource.IndexOf('/', StringComparison.Ordinal)..] : resource.ReplaceLineEndings(" ");
}
