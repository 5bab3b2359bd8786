using System.Text.Json;
using DdRun.Testing.Services;

namespace DdRun.EndToEnd.Tests.Libraries;

public class Mongo
{
    private const string Output = "1\n4\n1 2\n3 4\n6\n1 1 1\n{ \"_id\" : \"rye\", \"count\" : 1 }\n1\nBadValue\nCommandNotFound\nDuplicateKey\n";

    private static readonly string[] s_rules = ["""{ "method": "Bakery.Shop.*", "name": "{method}" }""", """{ "method": "Bakery.Oven.*", "name": "{method}" }"""];

    [Theory]
    [InlineData("Mongo")]
    [InlineData("Mongo2")]
    public async Task Commands_have_a_span_each_beneath_the_caller(string app)
    {
        using var server = new MongoServer();
        var spans = await Run(app, server);
        var callers = spans.Where(span => span.Service == "e2e").ToDictionary(span => span.SpanId, span => span.Name);
        var commands = spans.Where(span => span.Service != "e2e").ToList();
        Assert.Equal(
            [
                "Open: insert bakery, orders",
                "Open: insert bakery, orders",
                "Open: find bakery, orders",
                "Open: update bakery, orders",
                "Open: findAndModify bakery, orders",
                "Open: delete bakery, orders",
                "Open: aggregate bakery, orders",
                "Serve: insert bakery, orders",
                "Serve: find bakery, orders",
                "Serve: getMore bakery, orders",
                "Serve: getMore bakery, orders",
                "Serve: insert bakery, orders",
                "Serve: update bakery, orders",
                "Serve: delete bakery, orders",
                "Serve: aggregate bakery, orders",
                "Bake: insert bakery, loaves",
                "Bake: commitTransaction admin, ",
                "Bake: insert bakery, loaves",
                "Bake: abortTransaction admin, ",
                "Bake: aggregate bakery, loaves",
                "Bake: find bakery, loaves",
                "Bake: createUser bakery, ann",
                "Break: find bakery, loaves",
                "Break: knead bakery, ",
                "Break: insert bakery, loaves",
            ],
            commands.Select(span => $"{callers[span.ParentId]}: {span.Resource}, {span.Meta.GetValueOrDefault("mongodb.collection")}"));
        Assert.All(commands, span =>
        {
            Assert.Equal(("mongodb.query", "mongodb", "e2e-mongodb"), (span.Name, span.Type, span.Service));
            Assert.Equal(("MongoDb", "client", "127.0.0.1", $"{server.Port}"), (span.Meta["component"], span.Meta["span.kind"], span.Meta["out.host"], span.Meta["out.port"]));
            Assert.Equal(span.Resource.Split(' ')[1], span.Meta["db.name"]);
        });
        // What the driver says by itself has no spans, and did happen.
        Assert.Contains("isMaster", server.Commands.Items);
        Assert.Contains("saslStart", server.Commands.Items);

        // An insert that only finds its document there is answered, not refused.
        Assert.Equal(["find bakery", "knead bakery"], commands.Where(span => span.Error == 1).Select(span => span.Resource));
        Assert.All(commands.Where(span => span.Error == 1), span => Assert.Equal("MongoDB.Driver.MongoCommandException", span.Meta["error.type"]));
        Assert.Contains("unknown operator: $about", commands.First(span => span.Error == 1).Meta["error.message"], StringComparison.Ordinal);
    }

    // Version 2 sends ids of the standard kind as those of its own older kind, unless it is told otherwise.
    [Theory]
    [InlineData("Mongo", "04")]
    [InlineData("Mongo2", "03")]
    public async Task Commands_are_told_as_json_that_is_neither_large_nor_secret(string app, string kindOfId)
    {
        using var server = new MongoServer();
        var spans = (await Run(app, server)).Where(span => span.Name == "mongodb.query").ToList();
        Assert.Null(spans.Single(span => span.Resource == "createUser bakery").Meta.GetValueOrDefault("mongodb.query"));
        var queries = spans.Where(span => span.Resource != "createUser bakery").Select(span => (span.Resource, Json: JsonDocument.Parse(span.Meta["mongodb.query"]).RootElement)).ToList();
        Assert.All(queries, query => Assert.Equal(query.Resource.Split(' ')[0], query.Json.EnumerateObject().First().Name));
        Assert.Equal("rye", queries.First(query => query.Resource == "find bakery").Json.GetProperty("filter").GetProperty("Bread").GetString());
        Assert.Equal("<Truncated>", queries.Single(query => query.Resource == "findAndModify bakery").Json.GetProperty("update").GetProperty("Picture").GetString());

        var large = spans.Single(span => span.Meta.GetValueOrDefault("mongodb.query", "").Contains("baker", StringComparison.Ordinal)).Meta["mongodb.query"];
        Assert.InRange(large.Length, 5_000, 5_100);
        var filter = JsonDocument.Parse(large).RootElement.GetProperty("filter");
        Assert.Equal("<Truncated>", filter.GetProperty("image").GetString());
        Assert.Equal(kindOfId, filter.GetProperty("baker").GetProperty("$binary").GetProperty("subType").GetString());
        Assert.Equal(new string('x', 1_000) + "...", filter.GetProperty("note").GetString());
        Assert.Equal("...", filter.GetProperty("_id").GetProperty("$in").EnumerateArray().Last().GetString());
    }

    [Theory]
    [InlineData("Mongo")]
    [InlineData("Mongo2")]
    public async Task The_drivers_own_activities_do_not_tell_the_same_again(string app)
    {
        using var server = new MongoServer();
        var spans = await Run(app, server, ("DD_TRACE_OTEL_ENABLED", "true"));
        Assert.Equal(4, spans.Count(span => span.Service == "e2e"));
        Assert.Equal(25, spans.Count(span => span.Name == "mongodb.query"));
        Assert.Equal(29, spans.Count);
    }

    [Theory]
    [InlineData("Mongo")]
    [InlineData("Mongo2")]
    public async Task Switched_off_there_is_nothing(string app)
    {
        using var server = new MongoServer();
        Assert.Equal(["Open", "Serve", "Bake", "Break"], (await Run(app, server, ("DD_TRACE_MONGODB_ENABLED", "false"))).Select(span => span.Name));
    }

    private static async Task<List<ReceivedSpan>> Run(string app, MongoServer server, params (string Name, string Value)[] environment)
    {
        await using var rig = await Rig.Start();
        var result = await TargetProcess.Run(rig.Dotnet(app, s_rules, server.ConnectionString).With(environment));
        Assert.Equal((0, Output), (result.ExitCode, result.Output));
        return [.. rig.Agent.Spans.Items.OrderBy(span => span.Start)];
    }
}
