using Databases;

var connectionString = args.Length > 1 ? args[1] : "";
switch (args[0])
{
    case "sqlite":
        Commands.Run(new Microsoft.Data.Sqlite.SqliteConnection("Data Source=:memory:"));
        break;
    case "wrapped":
        await Wrapped.Run();
        break;
    case "postgres":
        await Commands.RunAsync(new Npgsql.NpgsqlConnection(connectionString));
        break;
    case "postgres-batch":
        await Batches.Run(connectionString);
        break;
    case "postgres-trouble":
        await Trouble.Run(connectionString);
        break;
    case "postgres-source":
        await DataSources.Run(connectionString);
        break;
    case "mysql":
        Commands.Run(new MySql.Data.MySqlClient.MySqlConnection(connectionString));
        break;
    case "mysqlconnector":
        await Commands.RunAsync(new MySqlConnector.MySqlConnection(connectionString));
        break;
    case "mysqlconnector-batch":
        await Batches.Run(new MySqlConnector.MySqlConnection(connectionString));
        break;
    case "system-sqlite":
        Commands.Run(new System.Data.SQLite.SQLiteConnection("Data Source=:memory:"));
        break;
    case "dapper":
        await Mappers.Dapper();
        break;
    case "efcore":
        await Mappers.EntityFramework();
        break;
    case "efcore-postgres":
        await Mappers.EntityFramework(connectionString);
        break;
    default:
        return 2;
}
Console.WriteLine("done");
return 0;
