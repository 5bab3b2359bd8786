using DdRun.Testing.Services;

namespace DdRun.EndToEnd.Tests.Libraries;

public class Databases
{
    private static readonly string[] s_commands =
    [
        "CREATE TEMPORARY TABLE bread (name VARCHAR(20))",
        "INSERT INTO bread VALUES ('rye'), ('wheat')",
        "SELECT COUNT(*) FROM bread",
        "SELECT name FROM bread ORDER BY name",
        "SELECT nothing FROM nowhere",
    ];

    [Fact]
    public async Task Sqlite_commands_have_a_span_each()
    {
        var spans = await Run("sqlite", "");
        AssertCommands(spans, "sqlite.query", "sqlite", "Sqlite");
        Assert.All(spans, span => Assert.Equal(":memory:", span.Meta["db.name"]));
        Assert.Equal("Microsoft.Data.Sqlite.SqliteException", spans[^1].Meta["error.type"]);
    }

    [Needs("PostgreSQL")]
    public async Task PostgreSql_commands_have_a_span_each()
    {
        using var server = await PostgresServer.Start();
        var spans = await Run("postgres", server.ConnectionString);
        AssertCommands(spans, "postgres.query", "postgres", "Npgsql");
        Assert.All(spans, span =>
        {
            Assert.Equal(("postgres", "dd", "127.0.0.1"), (span.Meta["db.name"], span.Meta["db.user"], span.Meta["out.host"]));
            Assert.Equal(server.Port, span.Metrics["network.destination.port"]);
        });
        Assert.Equal("Npgsql.PostgresException", spans[^1].Meta["error.type"]);
    }

    [Needs("PostgreSQL")]
    public async Task Commands_of_a_data_source_know_where_they_went()
    {
        using var server = await PostgresServer.Start();
        var spans = await Run("postgres-source", server.ConnectionString);
        Assert.Equal(["SELECT 3", "SELECT 4", "SELECT 5", "SELECT 6"], spans.Select(span => span.Resource));
        Assert.All(spans, span => Assert.Equal(("postgres.query", "e2e-postgres", "127.0.0.1", "postgres"), (span.Name, span.Service, span.Meta["out.host"], span.Meta["db.name"])));
    }

    [Needs("PostgreSQL")]
    public async Task A_batch_is_one_span()
    {
        using var server = await PostgresServer.Start();
        var spans = await Run("postgres-batch", server.ConnectionString);
        Assert.Equal(2, spans.Count);
        Assert.All(spans, span => Assert.Equal(("postgres.query", "SELECT 1;\nSELECT 2"), (span.Name, span.Resource)));
    }

    [Needs("PostgreSQL")]
    public async Task Time_outs_and_cancellations_are_errors()
    {
        using var server = await PostgresServer.Start();
        var spans = await Run("postgres-trouble", server.ConnectionString);
        Assert.Equal(["SELECT pg_sleep(600)", "SELECT pg_sleep(601)"], spans.Select(span => span.Resource));
        Assert.All(spans, span => Assert.Equal(1, span.Error));
        Assert.Equal(["Npgsql.NpgsqlException", "System.OperationCanceledException"], spans.Select(span => span.Meta["error.type"]));
    }

    [Needs("MariaDB")]
    public async Task MySql_commands_have_a_span_each()
    {
        using var server = await MariaDbServer.Start();
        var spans = await Run("mysql", server.ConnectionString);
        AssertCommands([.. spans.Where(span => s_commands.Contains(span.Resource))], "mysql.query", "mysql", "MySql");
    }

    [Fact]
    public async Task Dapper_doubles_nothing()
    {
        var spans = await Run("dapper", "");
        Assert.Equal(
            ["CREATE TABLE bread (name TEXT)", "INSERT INTO bread VALUES (@name)", "SELECT name FROM bread", "SELECT COUNT(*) FROM bread"],
            spans.Select(span => span.Resource));
        Assert.Equal(1, spans[1].Metrics["db.row_count"]);
    }

    [Fact]
    public async Task Entity_Framework_doubles_nothing()
    {
        var spans = await Run("efcore", "");
        Assert.All(spans, span => Assert.Equal("sqlite.query", span.Name));
        Assert.Single(spans, span => span.Resource.Contains("INSERT INTO", StringComparison.Ordinal));
        Assert.Single(spans, span => span.Resource.StartsWith("SELECT \"b\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("DD_TRACE_ADONET_ENABLED")]
    [InlineData("DD_TRACE_SQLITE_ENABLED")]
    public Task Switched_off_there_is_nothing(string variable) => RunOff(variable, "SqliteException", "sqlite");

    [Needs("PostgreSQL")]
    public async Task PostgreSql_switched_off_there_is_nothing()
    {
        using var server = await PostgresServer.Start();
        await RunOff("DD_TRACE_NPGSQL_ENABLED", "PostgresException", "postgres", server.ConnectionString);
    }

    [Needs("MariaDB")]
    public async Task MySql_switched_off_there_is_nothing()
    {
        using var server = await MariaDbServer.Start();
        await RunOff("DD_TRACE_MYSQL_ENABLED", "MySqlException", "mysql", server.ConnectionString);
    }

    private static async Task RunOff(string variable, string exception, params string[] arguments)
    {
        await using var rig = await Rig.Start();
        var target = rig.Dotnet("Databases", [], arguments);
        var result = await TargetProcess.Run(target with { Environment = new Dictionary<string, string>(target.Environment) { [variable] = "false" } });
        Assert.Equal((0, $"2\nrye\nwheat\n{exception}\ndone\n"), (result.ExitCode, result.Output));
        Assert.Empty(rig.Agent.Spans.Items);
    }

    private static async Task<List<ReceivedSpan>> Run(string scenario, string connectionString)
    {
        await using var rig = await Rig.Start();
        var target = rig.Dotnet("Databases", [], scenario, connectionString);
        var result = await TargetProcess.Run(target);
        Assert.Equal(0, result.ExitCode);
        var spans = rig.Agent.Spans.Items.OrderBy(span => span.Start).ToList();
        Assert.All(spans, span => Assert.Equal(0ul, span.ParentId));
        return spans;
    }

    private static void AssertCommands(List<ReceivedSpan> spans, string name, string type, string component)
    {
        Assert.Equal(s_commands, spans.Select(span => span.Resource));
        Assert.All(spans, span =>
        {
            Assert.Equal((name, "sql", "e2e-" + type), (span.Name, span.Type, span.Service));
            Assert.Equal((type, component, "client"), (span.Meta["db.type"], span.Meta["component"], span.Meta["span.kind"]));
            Assert.Equal("e2e", span.Meta["_dd.base_service"]);
        });
        Assert.Equal(2, spans[1].Metrics["db.row_count"]);
        Assert.Equal([0, 0, 0, 0, 1], spans.Select(span => span.Error));
    }
}
