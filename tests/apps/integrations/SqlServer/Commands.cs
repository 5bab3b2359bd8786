using System.Data;

namespace SqlServer;

/// <summary>Every way to run a command, at once and in time, and the errors of each.</summary>
internal static class Commands
{
    public static async Task Run(string connectionString)
    {
        await using (var connection = new SqlConnection(connectionString))
        {
            connection.Open();
            using (var create = new SqlCommand("CREATE TABLE bread (name NVARCHAR(20))", connection))
                Console.WriteLine(create.ExecuteNonQuery());
            using (var insert = Insert(connection))
                Console.WriteLine(insert.ExecuteNonQuery());
            using (var count = new SqlCommand("SELECT COUNT(*) FROM bread", connection))
                Console.WriteLine(count.ExecuteScalar());
            using (var names = new SqlCommand("SELECT name FROM bread", connection))
            {
                using (var reader = names.ExecuteReader())
                    Print(reader);
                using (var reader = names.ExecuteReader(CommandBehavior.SingleResult))
                    Print(reader);
            }
            using (var xml = new SqlCommand("SELECT name FROM bread FOR XML AUTO", connection))
            using (var reader = xml.ExecuteXmlReader())
                Console.WriteLine(reader.ReadToFollowing("bread"));
            using (var procedure = new SqlCommand("bake", connection) { CommandType = CommandType.StoredProcedure })
            {
                procedure.Parameters.Add("@loaves", SqlDbType.Int).Value = 3;
                Console.WriteLine(procedure.ExecuteNonQuery());
            }
            using (var missing = new SqlCommand("SELECT nothing FROM nowhere", connection))
                Report(() => missing.ExecuteScalar());
        }

        await using (var connection = new SqlConnection(connectionString))
        {
            await connection.OpenAsync();
            using (var create = new SqlCommand("CREATE TABLE bread (name NVARCHAR(20))", connection))
                Console.WriteLine(await create.ExecuteNonQueryAsync());
            using (var insert = Insert(connection))
                Console.WriteLine(await insert.ExecuteNonQueryAsync());
            using (var count = new SqlCommand("SELECT COUNT(*) FROM bread", connection))
                Console.WriteLine(await count.ExecuteScalarAsync());
            using (var names = new SqlCommand("SELECT name FROM bread", connection))
            {
                using (var reader = await names.ExecuteReaderAsync())
                    Print(reader);
                using (var reader = await names.ExecuteReaderAsync(CommandBehavior.SingleResult))
                    Print(reader);
            }
            using (var xml = new SqlCommand("SELECT name FROM bread FOR XML AUTO", connection))
            using (var reader = await xml.ExecuteXmlReaderAsync())
                Console.WriteLine(reader.ReadToFollowing("bread"));
            using (var procedure = new SqlCommand("bake", connection) { CommandType = CommandType.StoredProcedure })
            {
                procedure.Parameters.Add("@loaves", SqlDbType.Int).Value = 3;
                Console.WriteLine(await procedure.ExecuteNonQueryAsync());
            }
            using (var missing = new SqlCommand("SELECT nothing FROM nowhere", connection))
                await ReportAsync(missing.ExecuteScalarAsync);
        }
    }

    private static SqlCommand Insert(SqlConnection connection)
    {
        var insert = new SqlCommand("INSERT INTO bread VALUES (@first), (@second)", connection);
        insert.Parameters.AddWithValue("@first", "rye");
        insert.Parameters.AddWithValue("@second", "wheat");
        return insert;
    }

    private static void Print(SqlDataReader reader)
    {
        while (reader.Read())
            Console.WriteLine(reader.GetString(0));
    }

    private static void Report(Action run)
    {
        try
        {
            run();
        }
        catch (SqlException e)
        {
            Console.WriteLine($"{e.Number} {e.Message}");
        }
    }

    private static async Task ReportAsync(Func<Task> run)
    {
        try
        {
            await run();
        }
        catch (SqlException e)
        {
            Console.WriteLine($"{e.Number} {e.Message}");
        }
    }
}
