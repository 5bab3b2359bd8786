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
}
