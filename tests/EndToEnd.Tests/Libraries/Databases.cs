using DdRun.Testing.Services;

namespace DdRun.EndToEnd.Tests.Libraries;

public class Databases
{
    private static readonly string[] s_apps = ["Databases", "Databases8"];

    private static readonly string[] s_commands =
    [
        "CREATE TEMPORARY TABLE bread (name VARCHAR(20))",
        "INSERT INTO bread VALUES ('rye'), ('wheat')",
        "SELECT COUNT(*) FROM bread",
        "SELECT name FROM bread ORDER BY name",
        "SELECT nothing FROM nowhere",
    ];

    [Theory]
    [InlineData("Databases", "sqlite", "Microsoft.Data.Sqlite.SqliteException")]
    [InlineData("Databases8", "sqlite", "Microsoft.Data.Sqlite.SqliteException")]
    [InlineData("Databases", "system-sqlite", "System.Data.SQLite.SQLiteException")]
    [InlineData("Databases8", "system-sqlite", "System.Data.SQLite.SQLiteException")]
    public async Task Sqlite_commands_have_a_span_each(string app, string scenario, string exception)
    {
        var spans = await Run(scenario, "", app);
        AssertCommands(spans, "sqlite.query", "sqlite", "Sqlite");
        Assert.All(spans, span => Assert.Equal(":memory:", span.Meta["db.name"]));
        Assert.Equal(exception, spans[^1].Meta["error.type"]);
    }

    [Fact]
    public async Task A_command_that_wraps_another_is_described_by_what_it_wraps()
    {
        var spans = await Run("wrapped", "", "Databases");
        Assert.Equal(["SELECT 1", "SELECT 2", "SELECT 3", "/* by the oven */ SELECT 4", "/* by the oven */ SELECT nothing"], spans.Select(span => span.Resource));
        Assert.All(spans, span => Assert.Equal(
            ("sqlite.query", "e2e-sqlite", "Sqlite", "sqlite", ":memory:"), (span.Name, span.Service, span.Meta["component"], span.Meta["db.type"], span.Meta["db.name"])));
        Assert.Equal(1, spans[^1].Error);
    }

    [Needs("PostgreSQL")]
    public Task PostgreSql_commands_have_a_span_each() => AssertPostgreSql("Databases");

    [Needs("PostgreSQL")]
    public Task PostgreSql_commands_of_the_oldest_client_have_a_span_each() => AssertPostgreSql("Databases8");

    private static async Task AssertPostgreSql(string app)
    {
        using var server = await PostgresServer.Start();
        var spans = await Run("postgres", server.ConnectionString, app);
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
        foreach (var app in s_apps)
        {
            // It asks for the server's variables first.
            var spans = await Run("mysql", server.ConnectionString, app);
            AssertCommands([.. spans.Where(span => s_commands.Contains(span.Resource))], "mysql.query", "mysql", "MySql");
        }
    }

    [Needs("MariaDB")]
    public async Task MySqlConnector_commands_have_a_span_each()
    {
        using var server = await MariaDbServer.Start();
        foreach (var app in s_apps)
        {
            var spans = await Run("mysqlconnector", server.ConnectionString, app);
            AssertCommands(spans, "mysql.query", "mysql", "MySql");
            Assert.All(spans, span => Assert.Equal(("mysql", "root", "127.0.0.1"), (span.Meta["db.name"], span.Meta["db.user"], span.Meta["out.host"])));
            Assert.Equal("MySqlConnector.MySqlException", spans[^1].Meta["error.type"]);

            spans = await Run("mysqlconnector-batch", server.ConnectionString, app);
            Assert.Equal(2, spans.Count);
            Assert.All(spans, span => Assert.Equal(("mysql.query", "SELECT 1;\nSELECT 2"), (span.Name, span.Resource)));
        }
    }

    [Theory]
    [InlineData("Databases")]
    [InlineData("Databases8")]
    public async Task Dapper_doubles_nothing(string app)
    {
        var spans = await Run("dapper", "", app);
        Assert.Equal(
            ["CREATE TABLE bread (name TEXT)", "INSERT INTO bread VALUES (@name)", "SELECT name FROM bread", "SELECT COUNT(*) FROM bread"],
            spans.Select(span => span.Resource));
        Assert.Equal(1, spans[1].Metrics["db.row_count"]);
    }

    [Theory]
    [InlineData("Databases")]
    [InlineData("Databases8")]
    public async Task Entity_Framework_doubles_nothing(string app)
    {
        var spans = await Run("efcore", "", app);
        Assert.All(spans, span => Assert.Equal("sqlite.query", span.Name));
        Assert.Equal(["CREATE TABLE", "BEGIN IMMEDIATE;", "INSERT INTO", "INSERT INTO", "COMMIT;", "INSERT INTO", "SELECT \"b\".\"Id\",", "SELECT COUNT(*)"], spans.Select(FirstWords));
    }

    [Needs("PostgreSQL")]
    public async Task Entity_Framework_doubles_nothing_on_PostgreSql()
    {
        using var server = await PostgresServer.Start();
        var spans = await Run("efcore-postgres", server.ConnectionString);
        Assert.All(spans, span => Assert.Equal(("postgres.query", "postgres"), (span.Name, span.Meta["db.name"])));
        Assert.Equal(["CREATE TABLE", "INSERT INTO", "INSERT INTO", "SELECT b.\"Id\",", "SELECT count(*)::int"], spans.Select(FirstWords));
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

    private static string FirstWords(ReceivedSpan span) => string.Join(' ', span.Resource.Split((char[])[' ', '\n', '\r'], 3).Take(2));

    private static async Task<List<ReceivedSpan>> Run(string scenario, string connectionString, string app = "Databases")
    {
        await using var rig = await Rig.Start();
        var target = rig.Dotnet(app, [], scenario, connectionString);
        // What some of the clients and Entity Framework tell by themselves would come on top.
        var result = await TargetProcess.Run(target with { Environment = new Dictionary<string, string>(target.Environment) { ["DD_TRACE_OTEL_ENABLED"] = "true" } });
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
