using System.Data.Common;

namespace SqlServer;

internal static class Batches
{
    public static async Task Run(string connectionString)
    {
        await using var connection = new SqlConnection(connectionString);
        await connection.OpenAsync();
        await using var batch = new SqlBatch(connection) { BatchCommands = { new("SELECT 1"), new("SELECT 2") } };
        using (var reader = batch.ExecuteReader())
            Console.WriteLine(reader.Read());
        await using (var reader = await batch.ExecuteReaderAsync())
            Console.WriteLine(await reader.ReadAsync());
        await using (DbDataReader reader = await ((DbBatch)batch).ExecuteReaderAsync())
            Console.WriteLine(await reader.ReadAsync());
        Console.WriteLine(batch.ExecuteScalar());
        Console.WriteLine(await batch.ExecuteScalarAsync());
        await using var changes = new SqlBatch(connection) { BatchCommands = { new("INSERT INTO bread VALUES ('rye')"), new("INSERT INTO bread VALUES ('wheat')") } };
        Console.WriteLine(changes.ExecuteNonQuery());
        Console.WriteLine(await changes.ExecuteNonQueryAsync());
    }
}
