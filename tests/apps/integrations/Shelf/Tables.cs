using FirebirdSql.Data.FirebirdClient;

namespace Shelf;

/// <summary>Firebird: its own reader, that of the base class, and a statement that fails.</summary>
internal static class Tables
{
    public static async Task Run(string server)
    {
        await FbConnection.CreateDatabaseAsync(server, overwrite: true);
        await using var connection = new FbConnection(server);
        await connection.OpenAsync();
        await using (var create = new FbCommand("CREATE TABLE orders (id INT, what VARCHAR(20))", connection))
            await create.ExecuteNonQueryAsync();
        using (var insert = new FbCommand("INSERT INTO orders VALUES (1, 'ham')", connection))
            Console.WriteLine(insert.ExecuteNonQuery());
        using (var select = new FbCommand("SELECT what FROM orders", connection))
        {
            using (var reader = select.ExecuteReader())
            {
                while (reader.Read())
                    Console.WriteLine(reader.GetString(0));
            }
            await using (var reader = await select.ExecuteReaderAsync())
            {
                while (await reader.ReadAsync())
                    Console.WriteLine(reader.GetString(0));
            }
            Console.WriteLine(select.ExecuteScalar());
        }
        try
        {
            using var nothing = new FbCommand("SELECT nothing FROM nowhere", connection);
            nothing.ExecuteScalar();
        }
        catch (FbException e)
        {
            Console.WriteLine(e.ErrorCode);
        }
    }
}
