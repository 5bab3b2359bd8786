using DdRun.Testing.Services.Tds;

namespace DdRun.EndToEnd.Tests.Libraries;

public class SqlServer
{
    private const string CommandsOutput = "-1\n2\n2\nrye\nwheat\nrye\nwheat\nTrue\n3\n208 Invalid object name 'nowhere'.\n";

    private static readonly string[] s_commands =
    [
        "CREATE TABLE bread (name NVARCHAR(20))",
        "INSERT INTO bread VALUES (@first), (@second)",
        "SELECT COUNT(*) FROM bread",
        "SELECT name FROM bread",
        "SELECT name FROM bread",
        "SELECT name FROM bread FOR XML AUTO",
        "bake",
        "SELECT nothing FROM nowhere",
    ];

    [Theory]
    [InlineData("SqlServer")]
    [InlineData("SqlServer5")]
    [InlineData("SqlServer1")]
    [InlineData("SystemSqlServer")]
    public async Task Commands_have_a_span_each(string app)
    {
        var spans = await Run(app, "commands", CommandsOutput + CommandsOutput);
        Assert.Equal([.. s_commands, .. s_commands], spans.Select(span => span.Resource));
        Assert.Equal([2, 2], Rows(spans, "INSERT INTO bread VALUES (@first), (@second)"));
        Assert.Equal([3, 3], Rows(spans, "bake"));
        foreach (var span in spans)
        {
            if (span.Resource == "SELECT nothing FROM nowhere")
                AssertError(span, app, "Invalid object name 'nowhere'.");
            else
                Assert.Equal(0, span.Error);
        }
    }

    [Theory]
    [InlineData("SqlServer")]
    [InlineData("SqlServer5")]
    public async Task A_batch_is_one_span(string app)
    {
        var spans = await Run(app, "batch", "True\nTrue\nTrue\n2\n2\n2\n2\n", statementsPerSpan: 2);
        const string reading = "SELECT 1;\nSELECT 2", writing = "INSERT INTO bread VALUES ('rye');\nINSERT INTO bread VALUES ('wheat')";
        Assert.Equal([reading, reading, reading, reading, reading, writing, writing], spans.Select(span => span.Resource));
        Assert.All(spans, span => Assert.Equal((0, 2), (span.Error, span.Metrics["db.operation.batch.size"])));
        Assert.Equal([2, 2], Rows(spans, writing));
    }

    [Theory]
    [InlineData("SqlServer")]
    [InlineData("SqlServer5")]
    [InlineData("SqlServer1")]
    [InlineData("SystemSqlServer")]
    public async Task Time_outs_and_cancellations_are_errors(string app)
    {
        var spans = await Run(app, "trouble", "SqlException\nSqlException\nSqlException\n1\n");
        Assert.Equal(["WAITFOR DELAY '0:10'", "WAITFOR DELAY '0:10'", "WAITFOR DELAY '0:11'", "SELECT 1"], spans.Select(span => span.Resource));
        Assert.Equal([1, 1, 1, 0], spans.Select(span => span.Error));
        Assert.All(spans.Take(2), span => AssertError(span, app, "Timeout expired"));
        AssertError(spans[2], app, "Operation cancelled by user.");
    }

    [Theory]
    [InlineData("SqlServer")]
    [InlineData("SqlServer5")]
    [InlineData("SqlServer1")]
    [InlineData("SystemSqlServer")]
    public async Task Dapper_doubles_nothing(string app)
    {
        var spans = await Run(app, "dapper", "2\nrye\nwheat\nrye\nwheat\n2\n");
        Assert.Equal(
            ["INSERT INTO bread VALUES (@first), (@second)", "SELECT name FROM bread", "SELECT name FROM bread", "SELECT COUNT(*) FROM bread"],
            spans.Select(span => span.Resource));
        Assert.Equal([2], Rows(spans, "INSERT INTO bread VALUES (@first), (@second)"));
    }

    [Fact]
    public async Task Entity_Framework_doubles_nothing()
    {
        var spans = await Run("SqlServerEF", "", "1\nrye\nwheat\nrye\nwheat\n3\n");
        Assert.Equal(["SET", "SELECT", "SELECT", "DELETE"], spans.Select(span => span.Resource.Split(' ')[0]));
        Assert.Equal([3], Rows(spans, "DELETE FROM Breads"));
    }

    [Theory]
    [InlineData("SqlServer")]
    [InlineData("SystemSqlServer")]
    public async Task Switched_off_there_is_nothing(string app)
    {
        await using var server = TdsServer.Start(Answer);
        Assert.Empty(await Run(server, app, "commands", CommandsOutput + CommandsOutput, ("DD_TRACE_SQLCLIENT_ENABLED", "false")));
        Assert.Equal([.. s_commands, .. s_commands], server.Statements.Items);
    }

    private static TdsAnswer Answer(string statement) => statement switch
    {
        "INSERT INTO bread VALUES (@first), (@second)" => TdsAnswer.Changed(2),
        "INSERT INTO bread VALUES ('rye')" or "INSERT INTO bread VALUES ('wheat')" => TdsAnswer.Changed(1),
        "SELECT COUNT(*) FROM bread" => TdsAnswer.Of("", 2),
        "SELECT name FROM bread" => TdsAnswer.Of("name", "rye", "wheat"),
        "SELECT name FROM bread FOR XML AUTO" => TdsAnswer.Of("XML_F52E2B61-18A1-11d1-B105-00805F49916B", """<bread name="rye"/><bread name="wheat"/>"""),
        "SELECT 1" => TdsAnswer.Of("", 1),
        "SELECT 2" => TdsAnswer.Of("", 2),
        "bake" or "DELETE FROM Breads" => TdsAnswer.Changed(3),
        "SELECT [b].[Name]\nFROM [Breads] AS [b]" => TdsAnswer.Of("Name", "rye", "wheat"),
        _ when statement.Contains("OUTPUT INSERTED.[Id]", StringComparison.Ordinal) => TdsAnswer.Of("Id", 1),
        "SELECT nothing FROM nowhere" => TdsAnswer.Failed(208, "Invalid object name 'nowhere'."),
        _ when statement.StartsWith("WAITFOR", StringComparison.Ordinal) => TdsAnswer.Endless,
        _ => TdsAnswer.Done,
    };

    // Whatever was run has one span, in that order, and nothing else has.
    private static async Task<List<ReceivedSpan>> Run(string app, string scenario, string output, int statementsPerSpan = 1)
    {
        await using var server = TdsServer.Start(Answer);
        // The client's own events would tell the same again.
        var spans = await Run(server, app, scenario, output, ("DD_TRACE_OTEL_ENABLED", "true"));
        Assert.Equal(server.Statements.Items.Chunk(statementsPerSpan).Select(statements => string.Join(";\n", statements)), spans.Select(span => span.Resource));
        Assert.All(spans, span =>
        {
            Assert.Equal(("sql-server.query", "sql", "e2e-sql-server", 0ul), (span.Name, span.Type, span.Service, span.ParentId));
            Assert.Equal(("sql-server", "SqlClient", "client"), (span.Meta["db.type"], span.Meta["component"], span.Meta["span.kind"]));
            Assert.Equal(("bakery", "dd", $"127.0.0.1,{server.Port}"), (span.Meta["db.name"], span.Meta["db.user"], span.Meta["out.host"]));
        });
        return spans;
    }

    private static async Task<List<ReceivedSpan>> Run(TdsServer server, string app, string scenario, string output, (string Name, string Value) variable)
    {
        await using var rig = await Rig.Start();
        var target = rig.Dotnet(app, [], scenario, server.ConnectionString);
        var result = await TargetProcess.Run(target with { Environment = new Dictionary<string, string>(target.Environment) { [variable.Name] = variable.Value } });
        Assert.Equal((0, output + "done\n"), (result.ExitCode, result.Output));
        return [.. rig.Agent.Spans.Items.OrderBy(span => span.Start)];
    }

    private static IEnumerable<double> Rows(List<ReceivedSpan> spans, string statement) =>
        spans.Where(span => span.Resource == statement).Select(span => span.Metrics["db.row_count"]);

    private static void AssertError(ReceivedSpan span, string app, string message)
    {
        Assert.Equal((1, $"{(app == "SystemSqlServer" ? "System" : "Microsoft")}.Data.SqlClient.SqlException"), (span.Error, span.Meta["error.type"]));
        Assert.Contains(message, span.Meta["error.message"], StringComparison.OrdinalIgnoreCase);
    }
}
