using Databases;

SqliteLibrary.Prepare();
var connectionString = args.Length > 1 ? args[1] : "";
switch (args[0])
{
    case "sqlite":
        Commands.Run(new Microsoft.Data.Sqlite.SqliteConnection("Data Source=:memory:"));
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
    case "dapper":
        await Mappers.Dapper();
        break;
    case "efcore":
        Mappers.EntityFramework();
        break;
    default:
        return 2;
}
Console.WriteLine("done");
return 0;
