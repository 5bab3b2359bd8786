using System.Data.Common;
using Npgsql;

namespace Databases;

/// <summary>Commands that nobody opens a connection for.</summary>
internal static class DataSources
{
    public static async Task Run(string connectionString)
    {
        await using DbDataSource source = NpgsqlDataSource.Create(connectionString);
        await using (var command = source.CreateCommand("SELECT 3"))
            Console.WriteLine(await command.ExecuteScalarAsync());
        await using (var command = source.CreateCommand("SELECT 4"))
            Console.WriteLine(command.ExecuteNonQuery());
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT 5"));
        await using (var reader = await batch.ExecuteReaderAsync())
            Console.WriteLine(await reader.ReadAsync());
        await using var wrapping = NpgsqlFactory.Instance.CreateDataSource(connectionString);
        await using (var command = wrapping.CreateCommand("SELECT 6"))
            Console.WriteLine(command.ExecuteScalar());
    }
}
