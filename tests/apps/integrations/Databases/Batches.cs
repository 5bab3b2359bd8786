using System.Data.Common;
using Npgsql;

namespace Databases;

internal static class Batches
{
    public static async Task Run(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new("SELECT 1"), new("SELECT 2") } };
        await using (var reader = await batch.ExecuteReaderAsync())
            Console.WriteLine(await reader.ReadAsync());
        Console.WriteLine(await batch.ExecuteScalarAsync());
    }

    public static async Task Run(DbConnection connection)
    {
        await using var opened = connection;
        await connection.OpenAsync();
        await using var batch = connection.CreateBatch();
        foreach (var text in (string[])["SELECT 1", "SELECT 2"])
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = text;
            batch.BatchCommands.Add(command);
        }
        await using (var reader = await batch.ExecuteReaderAsync())
            Console.WriteLine(await reader.ReadAsync());
        Console.WriteLine(await batch.ExecuteScalarAsync());
    }
}
